using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Storage.Signals;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Tests;

/// <summary>The page's curves stay true and bounded: fine for a quarter of an hour, coarse for a day, then gone.</summary>
public sealed class SqliteSignalHistoryTests : IAsyncLifetime
{
    private static readonly Subject Checkout = Subject.Parse("service/checkout");
    private static readonly long Now = 1_790_000_000;

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Now));
    private SqliteSignalHistory _history = null!;

    private string File => Path.Combine(_folder.Root, "signals.db");

    public ValueTask InitializeAsync()
    {
        _history = SqliteSignalHistory.Open(File, _time, maxSeries: 4);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _history.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Readings_of_the_last_quarter_hour_come_back_second_by_second()
    {
        Assert.Equal(0, await AppendAsync(At(Now - 2, 0.1), At(Now - 1, 0.2) with { Health = Health.Unhealthy }, At(Now, 0.3)));

        Assert.Equal([At(Now - 2, 0.1), At(Now - 1, 0.2) with { Health = Health.Unhealthy }, At(Now, 0.3)], await QueryAsync(Now - 60, Now));
        Assert.Equal([At(Now - 1, 0.2) with { Health = Health.Unhealthy }], await QueryAsync(Now - 1, Now - 1));
    }

    [Fact]
    public async Task Other_subjects_and_signals_stay_out_of_an_answer()
    {
        await AppendAsync(
            At(Now, 1),
            At(Now, 2) with { Subject = Subject.Parse("service/payments") },
            At(Now, 3) with { Signal = SignalKind.Errors },
            At(Now, 4) with { Name = "p50" });

        Assert.Equal([4, 1], (await QueryAsync(Now - 60, Now)).Select(r => r.Value));
    }

    [Fact]
    public async Task A_reading_for_the_same_second_replaces_the_one_before()
    {
        await AppendAsync(At(Now, 1));
        await AppendAsync(At(Now, 5));

        Assert.Equal(5, Assert.Single(await QueryAsync(Now - 60, Now)).Value);
    }

    [Fact]
    public async Task Ten_seconds_become_their_mean_with_the_worst_health_in_any_order_of_arrival()
    {
        var ten = Now - Now % 10 - 100;
        await AppendAsync(At(ten + 9, 3));
        await AppendAsync(At(ten, 1) with { Health = Health.Unknown }, At(ten + 4, 2));
        await AppendAsync(At(ten, 1) with { Health = Health.Unknown });

        Assert.Equal([At(ten, 2) with { Health = Health.Unknown }], await QueryAsync(Now - 3600, Now));
    }

    [Fact]
    public async Task Seconds_go_after_a_quarter_hour_and_tens_after_a_day()
    {
        await AppendAsync(At(Now, 1));

        _time.Advance(TimeSpan.FromSeconds(SqliteSignalHistory.SecondsKept));
        await AppendAsync();
        Assert.Equal((0L, 1L), Rows());

        _time.Advance(TimeSpan.FromSeconds(SqliteSignalHistory.TensKept));
        await AppendAsync();
        Assert.Equal((0L, 0L), Rows());
    }

    [Fact]
    public async Task What_is_too_old_or_from_the_future_is_shed_and_counted()
    {
        Assert.Equal(2, await AppendAsync(
            At(Now - SqliteSignalHistory.SecondsKept, 1), At(Now + SqliteSignalHistory.FutureAllowed + 1, 1), At(Now, 1)));

        Assert.Single(await QueryAsync(0, long.MaxValue));
    }

    [Fact]
    public async Task A_series_too_many_is_shed_until_another_has_gone()
    {
        var many = Enumerable.Range(0, 6).Select(i => At(Now, i) with { Name = $"n{i}" }).ToArray();
        Assert.Equal(2, await AppendAsync(many));

        _time.Advance(TimeSpan.FromSeconds(SqliteSignalHistory.TensKept + 10));
        Assert.Equal(0, await AppendAsync(At(Now + SqliteSignalHistory.TensKept + 10, 1) with { Name = "n5" }));
    }

    [Fact]
    public async Task A_number_that_cannot_be_drawn_becomes_zero()
    {
        await AppendAsync(At(Now, double.NaN) with { Expected = double.PositiveInfinity });

        Assert.Equal((0, 0), (Assert.Single(await QueryAsync(Now, Now)).Value, Assert.Single(await QueryAsync(Now, Now)).Expected));
    }

    [Fact]
    public async Task Readings_survive_a_restart()
    {
        await AppendAsync(At(Now, 1));
        await _history.DisposeAsync();
        _history = SqliteSignalHistory.Open(File, _time, maxSeries: 1);

        Assert.Equal(0, await AppendAsync(At(Now, 2)));
        Assert.Equal(2, Assert.Single(await QueryAsync(Now, Now)).Value);
    }

    [Fact]
    public async Task A_damaged_file_is_moved_aside_and_begun_anew()
    {
        await _history.DisposeAsync();
        await System.IO.File.WriteAllTextAsync(File, new string('z', 8192), TestContext.Current.CancellationToken);

        _history = SqliteSignalHistory.Open(File, _time);

        Assert.Equal(0, await AppendAsync(At(Now, 1)));
        Assert.True(System.IO.File.Exists(File + ".damaged"));
    }

    [Fact]
    public void A_path_that_cannot_be_used_is_named()
    {
        var told = Assert.Throws<StorageUnusableException>(() => SqliteSignalHistory.Open(Path.Combine(File, "signals.db"), _time));

        Assert.Contains(File, told.Message, StringComparison.Ordinal);
    }

    private static SignalReading At(long second, double value) =>
        new(Checkout, SignalKind.Latency, "p99", second, value, 0.5, Health.Healthy);

    private Task<int> AppendAsync(params SignalReading[] readings) => _history.AppendAsync(readings, TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<SignalReading>> QueryAsync(long from, long to) =>
        _history.QueryAsync(new SignalQuery(Checkout, SignalKind.Latency, from, to), TestContext.Current.CancellationToken);

    private (long Seconds, long Tens) Rows()
    {
        using var connection = SqliteFile.OpenReader(File);
        return (SqliteFile.Scalar<long>(connection, "SELECT count(*) FROM seconds"), SqliteFile.Scalar<long>(connection, "SELECT count(*) FROM tens"));
    }
}
