using Microsoft.Data.Sqlite;

using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Storage.Sqlite;

namespace Prunella.Storage.Signals;

/// <summary>The signal history in a SQLite file of its own, because losing it loses a picture and no fact.</summary>
/// <remarks>
/// A ten-second reading is computed again from its seconds whenever one of them comes, so late and repeated readings
/// need no care. Bound: with the default 500 series at most 500 x (900 + 8,640) rows, about 200 MB; a small fleet
/// uses a hundredth. Rows past their time go once per ten seconds of arriving readings. A damaged file is moved aside
/// (<c>.damaged</c>) and begun anew. Commits are not synchronised one by one: the power may take the last of them.
/// Safe for any number of threads.
/// </remarks>
public sealed class SqliteSignalHistory : ISignalHistory, IAsyncDisposable
{
    /// <summary>How long each second is kept: 15 minutes, what a person watching an incident scrolls back.</summary>
    public const long SecondsKept = 900;

    /// <summary>How long ten seconds in one are kept: 24 hours.</summary>
    public const long TensKept = 86_400;

    /// <summary>Clocks of senders differ by less than a minute, or their readings are of no use here.</summary>
    public const long FutureAllowed = 60;

    /// <summary>Readings in one answer: two names over 24 hours of tens.</summary>
    public const int AnswerLimit = 20_000;

    private const int MaxName = 120;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly int _maxSeries;
    private readonly string _path;
    private readonly Dictionary<(string Subject, SignalKind Signal, string Name), long> _series = [];
    private long _sweptAt;

    private SqliteSignalHistory(string path, SqliteConnection connection, TimeProvider time, int maxSeries)
    {
        _path = path;
        _connection = connection;
        _time = time;
        _maxSeries = maxSeries;
        LoadSeries();
    }

    /// <summary>Opens the file, or creates it.</summary>
    /// <param name="path">The file, <c>signals.db</c>.</param>
    /// <param name="time">Says what is old.</param>
    /// <param name="maxSeries">Series kept; further ones are shed. Default 500, see the remarks.</param>
    /// <exception cref="StorageUnusableException">It cannot be written.</exception>
    public static SqliteSignalHistory Open(string path, TimeProvider time, int maxSeries = 500)
    {
        path = Path.GetFullPath(path);
        try
        {
            return OpenFile(path, time, maxSeries);
        }
        catch (SqliteException e) when (SqliteFile.IsDamage(e))
        {
            File.Move(path, path + ".damaged", overwrite: true);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
            return OpenFile(path, time, maxSeries);
        }
    }

    /// <inheritdoc/>
    public async Task<int> AppendAsync(IReadOnlyList<SignalReading> readings, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return Append(readings);
        }
        catch (SqliteException e)
        {
            // The transaction that drew new ids is gone.
            LoadSeries();
            throw SqliteFile.Unusable("Signals cannot be kept", _path, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SignalReading>> QueryAsync(SignalQuery query, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return Query(query);
        }
        catch (SqliteException e)
        {
            throw SqliteFile.Unusable("Signals cannot be read", _path, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        await _connection.DisposeAsync();
        _turn.Dispose();
    }

    private static SqliteSignalHistory OpenFile(string path, TimeProvider time, int maxSeries)
    {
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            connection = SqliteFile.OpenWriter(path, "NORMAL");
            SignalSchema.Migrations.Run(connection);
            return new SqliteSignalHistory(path, connection, time, maxSeries);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is SqliteException damage && SqliteFile.IsDamage(damage)) throw;
            throw SqliteFile.Unusable("Signals cannot be kept", path, e);
        }
    }

    private int Append(IReadOnlyList<SignalReading> readings)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var shed = 0;
        var touched = new SortedSet<(long Series, long Ten)>();
        using var transaction = _connection.BeginTransaction(deferred: false);
        if (now - _sweptAt >= 10) Sweep(now);
        foreach (var reading in readings)
        {
            var isTimely = reading.AtSecond > now - SecondsKept && reading.AtSecond <= now + FutureAllowed;
            if (!isTimely || SeriesOf(reading) is not { } series)
            {
                shed++;
                continue;
            }
            SqliteFile.Run(
                _connection,
                "INSERT OR REPLACE INTO seconds (series, at, value, expected, badness) VALUES ($series, $at, $value, $expected, $badness)",
                ("$series", series),
                ("$at", reading.AtSecond),
                ("$value", Finite(reading.Value)),
                ("$expected", Finite(reading.Expected)),
                ("$badness", BadnessOf(reading.Health)));
            touched.Add((series, reading.AtSecond - reading.AtSecond % 10));
        }
        foreach (var (series, ten) in touched) RollUp(series, ten, now);
        transaction.Commit();
        return shed;
    }

    /// <summary>A ten whose first seconds are already swept keeps what it was: half of it would be wrong.</summary>
    private void RollUp(long series, long ten, long now)
    {
        if (ten <= now - SecondsKept) return;
        SqliteFile.Run(
            _connection,
            """
            INSERT OR REPLACE INTO tens (series, at, value, expected, badness)
            SELECT series, $ten, avg(value), avg(expected), max(badness) FROM seconds
            WHERE series = $series AND at BETWEEN $ten AND $ten + 9 GROUP BY series
            """,
            ("$series", series),
            ("$ten", ten));
    }

    private void Sweep(long now)
    {
        SqliteFile.Run(_connection, "DELETE FROM seconds WHERE at <= $limit", ("$limit", now - SecondsKept));
        SqliteFile.Run(_connection, "DELETE FROM tens WHERE at <= $limit", ("$limit", now - TensKept));
        SqliteFile.Run(
            _connection, "DELETE FROM series WHERE id NOT IN (SELECT series FROM tens) AND id NOT IN (SELECT series FROM seconds)");
        LoadSeries();
        _sweptAt = now;
    }

    private long? SeriesOf(SignalReading reading)
    {
        var name = reading.Name.Length <= MaxName ? reading.Name : reading.Name[..MaxName];
        var key = (reading.Subject.Text, reading.Signal, name);
        if (_series.TryGetValue(key, out var known)) return known;
        if (_series.Count >= _maxSeries) return null;
        var id = SqliteFile.Scalar<long>(
            _connection,
            "INSERT INTO series (subject, signal, name) VALUES ($subject, $signal, $name) RETURNING id",
            ("$subject", key.Text),
            ("$signal", SignalText(reading.Signal)),
            ("$name", name));
        return _series[key] = id;
    }

    private void LoadSeries()
    {
        _series.Clear();
        using var command = SqliteFile.Command(_connection, "SELECT id, subject, signal, name FROM series");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (Enum.TryParse<SignalKind>(rows.GetString(2), ignoreCase: true, out var signal))
                _series[(rows.GetString(1), signal, rows.GetString(3))] = rows.GetInt64(0);
        }
    }

    private List<SignalReading> Query(SignalQuery query)
    {
        var table = query.FromSecond > _time.GetUtcNow().ToUnixTimeSeconds() - SecondsKept ? "seconds" : "tens";
        using var command = SqliteFile.Command(
            _connection,
            $"""
            SELECT name, at, value, expected, badness FROM (
                SELECT s.name, p.at, p.value, p.expected, p.badness FROM series s JOIN {table} p ON p.series = s.id
                WHERE s.subject = $subject AND s.signal = $signal AND p.at BETWEEN $from AND $to
                ORDER BY p.at DESC LIMIT $limit)
            ORDER BY name, at
            """,
            ("$subject", query.Subject.Text),
            ("$signal", SignalText(query.Signal)),
            ("$from", query.FromSecond),
            ("$to", query.ToSecond),
            ("$limit", AnswerLimit));
        using var rows = command.ExecuteReader();
        var found = new List<SignalReading>();
        while (rows.Read())
        {
            var (name, at, health) = (rows.GetString(0), rows.GetInt64(1), HealthOf(rows.GetInt64(4)));
            found.Add(new SignalReading(
                query.Subject, query.Signal, name, at, rows.GetDouble(2), rows.GetDouble(3), health));
        }
        return found;
    }

    /// <summary>SQLite keeps no NaN, and a page can draw neither it nor infinity.</summary>
    private static double Finite(double value) => double.IsFinite(value) ? value : 0;

    private static string SignalText(SignalKind signal) => signal.ToString();

    /// <summary>An order in which the greatest is the worst, so that a rollup is a maximum.</summary>
    private static long BadnessOf(Health health) => health switch
    {
        Health.Unhealthy => 2,
        Health.Unknown => 1,
        _ => 0,
    };

    private static Health HealthOf(long badness) => badness switch
    {
        2 => Health.Unhealthy,
        1 => Health.Unknown,
        _ => Health.Healthy,
    };
}
