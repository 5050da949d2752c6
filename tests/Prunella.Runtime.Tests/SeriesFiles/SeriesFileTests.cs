using Prunella.Runtime.SeriesFiles;

namespace Prunella.Runtime.Tests.SeriesFiles;

/// <summary>Files come as people have them; what is wrong with a row stays in that row.</summary>
public sealed class SeriesFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData("timestamp,value\n100,1.5\n200,2\n")]
    [InlineData("Timestamp,VALUE\r\n100,1.5\r\n200,2\r\n")]
    [InlineData("\"timestamp\",\"value\"\n\"100\",\"1.5\"\n\"200\",\"2\"\n")]
    [InlineData("\uFEFFtimestamp,value\n100,1.5\n200,2")]
    [InlineData("host,value,unit,timestamp\na,1.5,ms,100\na,2,ms,200\n")]
    [InlineData("timestamp;value\n100;1.5\n200;2\n")]
    [InlineData("timestamp;value\n100;1,5\n200;2\n")]
    [InlineData(" \"timestamp\" , \"value\" \n100,1.5\n200,2\n")]
    [InlineData("timestamp\tvalue\n100\t1.5\n200\t2\n")]
    [InlineData("100,1.5\n200,2\n")]
    [InlineData("timestamp,value\n\n100, 1.5 \n\n200,2\n")]
    public void One_series_in_many_hands(string text)
    {
        var rows = Read(text);

        Assert.Equal([100_000_000_000, 200_000_000_000], rows.Select(r => r.UnixNanos));
        Assert.Equal([1.5, 2], rows.Select(r => r.Number));
        Assert.All(rows, r => Assert.Equal("", r.Broken));
    }

    [Theory]
    [InlineData("noon,1", "'noon' is no time")]
    [InlineData("300,fast", "'fast' is no number")]
    [InlineData("300", "has 1 of at least 2 columns")]
    public void A_broken_row_is_named_and_the_rest_goes_on(string row, string told)
    {
        var rows = Read($"timestamp,value\n100,1\n{row}\n200,2\n");

        Assert.StartsWith(told, rows[1].Broken, StringComparison.Ordinal);
        Assert.Equal(3, rows[1].Line);
        Assert.Equal([1, 2], [rows[0].Number, rows[2].Number]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("N/A")]
    [InlineData("-Inf")]
    public void A_missing_value_is_a_gap_and_not_broken(string value)
    {
        var row = Assert.Single(Read($"timestamp,value\n100,{value}\n"));

        Assert.Equal("", row.Broken);
        Assert.True(double.IsNaN(row.Number));
    }

    [Fact]
    public void A_file_without_the_columns_says_which_it_has()
    {
        var error = Assert.Throws<FormatException>(() => Read("when,load\nx,1\n"));

        Assert.Contains("'when', 'load'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_with_line_breaks_is_named_by_its_first_line()
    {
        var rows = Read("timestamp,value,note\n100,1,\"two\nlines\"\nnoon,2,x\n");

        Assert.Equal([2, 4], rows.Select(r => r.Line));
    }

    [Fact]
    public void A_quote_that_is_not_closed_does_not_swallow_a_large_file() =>
        Assert.ThrowsAny<CsvHelper.CsvHelperException>(() =>
            Read("timestamp,value\n100,\"1\n" + string.Concat(Enumerable.Repeat("200,2\n", 50_000))));

    [Fact]
    public void What_a_file_of_no_text_is_told_to_have_is_short_and_plain()
    {
        var error = Assert.Throws<FormatException>(() => Read("\u001b[31m" + new string('x', 5000)));

        Assert.True(error.Message.Length < 400, error.Message);
        Assert.DoesNotContain('\u001b', error.Message);
    }

    [Fact]
    public void An_empty_file_has_no_rows() => Assert.Empty(Read(""));

    public void Dispose() => File.Delete(_path);

    private SeriesRow[] Read(string text)
    {
        File.WriteAllText(_path, text);
        return [.. SeriesFile.Read(_path)];
    }
}
