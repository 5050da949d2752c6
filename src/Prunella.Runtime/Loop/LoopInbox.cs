using System.Threading.Channels;

using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;

namespace Prunella.Runtime.Loop;

/// <summary>What became of a command; given only when it is durable.</summary>
/// <param name="Events">What became true.</param>
/// <param name="Reasons">Why, also for nothing.</param>
public sealed record CommandResult(IReadOnlyList<KernelEvent> Events, IReadOnlyList<Reason> Reasons);

/// <summary>The loop has ended and takes nothing more; the message says why and what to
/// do.</summary>
public sealed class LoopEndedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>An input on its way to the loop.</summary>
internal sealed record Posted(
    Actor Actor, KernelInput Body, long PostedAt, TaskCompletionSource<CommandResult>? Answer);

/// <summary>The one way into the loop: a bounded queue that sheds nothing.</summary>
/// <remarks>
/// Commands and orders' answers wait for room; what perception has to say is merged by perception
/// until there is room, so a flood of telemetry grows no queue here. Any number of writers; the
/// loop is the only reader.
/// </remarks>
public sealed class LoopInbox
{
    /// <summary>Chosen by feel: a thousand inputs are a quarter of a second's work of the
    /// loop.</summary>
    public const int Capacity = 1024;

    private readonly TimeProvider _time;
    private readonly Channel<Posted> _channel;

    /// <summary>An empty inbox.</summary>
    public LoopInbox(TimeProvider time)
        : this(time, Capacity) { }

    internal LoopInbox(TimeProvider time, int capacity)
    {
        _time = time;
        _channel = Channel.CreateBounded<Posted>(new BoundedChannelOptions(capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    internal ChannelReader<Posted> Reader => _channel.Reader;

    /// <summary>Hands over an input that must not be lost; waits for room.</summary>
    /// <exception cref="LoopEndedException">The loop has ended.</exception>
    public async Task PostAsync(Actor actor, KernelInput input, CancellationToken cancellation)
    {
        try
        {
            await _channel.Writer.WriteAsync(Envelope(actor, input, null), cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw Ended(e);
        }
    }

    /// <summary>Hands over an input that its sender can keep and merge; false when there is no room
    /// now.</summary>
    public bool TryPost(Actor actor, KernelInput input) => _channel.Writer.TryWrite(Envelope(actor, input, null));

    /// <summary>Hands over a command; completes when it is durable.</summary>
    /// <exception cref="LoopEndedException">The loop has ended; nothing was done.</exception>
    public async Task<CommandResult> SubmitAsync(Actor actor, KernelInput input)
    {
        var answer = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _channel.Writer.WriteAsync(Envelope(actor, input, answer));
        }
        catch (ChannelClosedException e)
        {
            throw Ended(e);
        }
        return await answer.Task;
    }

    /// <summary>Takes nothing more; what is inside is still read.</summary>
    internal void Close(Exception? why) => _channel.Writer.TryComplete(why);

    private Posted Envelope(Actor actor, KernelInput input, TaskCompletionSource<CommandResult>? answer) =>
        new(actor, input, _time.GetTimestamp(), answer);

    private static LoopEndedException Ended(ChannelClosedException e) =>
        e.InnerException as LoopEndedException ?? new LoopEndedException("The healer is stopping; nothing was done.", e);
}
