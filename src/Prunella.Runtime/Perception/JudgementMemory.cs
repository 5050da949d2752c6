using Microsoft.Extensions.Logging;

using Prunella.Runtime.DataFolder;

namespace Prunella.Runtime.Perception;

/// <summary>Keeps what judgement remembers in a file, so that a restart of the healer does not forget three days of an
/// error budget.</summary>
/// <remarks>
/// Nothing decided hangs on it: a file that is missing, damaged or of another version is as none, and said. Written by
/// a task of its own from bytes taken by the one who judges, one at a time; a disk that is slow delays no tick.
/// </remarks>
internal sealed class JudgementMemory(string path, IRemembering judgement, ILogger log)
{
    /// <summary>What a crash may lose.</summary>
    public const long Every = 60_000_000_000;

    private bool _isRecalled;
    private bool _isSoon;
    private long _keptAt;
    private Task _keeping = Task.CompletedTask;

    /// <summary>Takes back what was kept, if it can be.</summary>
    public void Recall()
    {
        _isRecalled = true;
        try
        {
            if (File.Exists(path)) judgement.Restore(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            log.NotRecalled(path, e.Message);
        }
    }

    /// <summary>Something was remembered that nobody tells again: it is written at the next look.</summary>
    public void KeepSoon() => _isSoon = true;

    /// <summary>Begins to write when a minute has passed, or something must not wait, and the last writing is
    /// done.</summary>
    public void KeepWhenDue(long at)
    {
        if (_keptAt == 0) _keptAt = at;
        if ((at - _keptAt < Every && !_isSoon) || !_keeping.IsCompleted) return;
        (_keptAt, _isSoon) = (at, false);
        var bytes = judgement.Save();
        _keeping = Task.Run(() => Write(bytes));
    }

    /// <summary>Writes a last time; nobody judges any more. A healer that never came to read the file leaves it as it
    /// is.</summary>
    public async Task StopAsync()
    {
        await _keeping;
        if (!_isRecalled) return;
        await Task.Run(() => Write(judgement.Save()));
    }

    private void Write(byte[] bytes)
    {
        try
        {
            HealerFolder.WriteWhole(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.NotKept(path, e.Message);
        }
    }
}
