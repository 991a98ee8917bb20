using Audio.Core.Buffers;
using Audio.Core.Mixing;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Sessions.Stages;

namespace Audio.Core.Sessions;

/// <summary>
/// A session's place in the mix: when it enters and continues, and how the session reacts to what the render thread has
/// done. It connects the intake, which provides the samples, to the ending.
/// </summary>
/// <remarks>Session scheduler only, except where noted.</remarks>
internal sealed class SessionPlayback : ISessionFlow
{
    // Immutable.
    private readonly AudioSession _session;
    private readonly SessionContext _context;
    private readonly StreamDecoder _stream;
    private readonly SessionIntake _intake;
    private readonly SessionLifecycle _lifecycle;
    private readonly SessionPosition _position;
    private readonly FirstSound _first;
    private readonly MarkWatch _marks;
    private readonly SessionEnding _ending;
    private readonly StartBuffer _start;
    private readonly SessionJob _observe;

    // Session scheduler only.
    private int _underrunsSeen;

    /// <summary>Connects the parts of one session.</summary>
    public SessionPlayback(
        AudioSession session,
        SessionContext context,
        Func<bool>? hasMore,
        StreamDecoder stream,
        SessionIntake intake,
        SessionLifecycle lifecycle,
        SessionPosition position,
        FirstSound first,
        MarkWatch marks,
        SessionEnding ending
    )
    {
        _session = session;
        _context = context;
        _stream = stream;
        _intake = intake;
        _lifecycle = lifecycle;
        _position = position;
        _first = first;
        _marks = marks;
        _ending = ending;
        _start = new StartBuffer(
            context,
            session.Scheduler,
            new StartGathering(hasMore, context.WakeTakes, session.Scheduler, StartNow)
        );
        _observe = new SessionJob(Hear);
    }

    /// <inheritdoc/>
    public bool IsOver => _ending.IsCancelled || _lifecycle.IsEnded;

    /// <inheritdoc/>
    public bool IsSilenced => _lifecycle.IsSilenced;

    /// <inheritdoc/>
    public bool IsMixed => _position.Input is not null;

    /// <inheritdoc/>
    public void Arrives()
    {
        long now = _context.Time.GetTimestamp();
        _ending.StopAwaiting();
        _first.Arrived(now);
        _start.Arrived(_stream.Buffer, now);
        _lifecycle.Move(SessionTrigger.Data);
    }

    /// <summary>Enters the mix with the first samples, and wakes the sink.</summary>
    public void Sound()
    {
        if (_stream.Buffer is not { FramesWritten: > 0 } buffer)
            return;
        _position.HasSoundNow();
        if (_intake.IsClosed)
            _start.StopGathering();
        if (_start.Gathers(buffer))
            return;
        if (_position.Input is null)
            Enter(buffer);
        _start.Consider(buffer);
        _context.Output.Wake();
    }

    /// <inheritdoc/>
    public void AllIsHere() => _lifecycle.Move(SessionTrigger.Drain);

    /// <summary>Ends the session if everything was mixed already, or if there was nothing: nobody else would.</summary>
    public void AllIsDecoded()
    {
        if (_position.Input is not { } input)
        {
            _session.End();
        }
        else if (_stream.Buffer!.IsDrained)
        {
            // It may still be fading after it ran dry; removed now, it would click. The render thread reports when it
            // has faded.
            Interlocked.MemoryBarrier();
            if (input.IsFading)
                return;
            _context.Mixer.Remove(input);
            Observe();
            _ending.WhenHeard(input.LastFrame);
        }
    }

    /// <inheritdoc/>
    public void Fail(Exception error) => _session.Fail(error);

    /// <summary>Silences it over a ramp; late chunks do no harm meanwhile.</summary>
    public void Pause()
    {
        _start.Interrupt();
        _position.Input?.Pause();
    }

    /// <summary>Continues after it was silenced.</summary>
    public void PlayOn(SessionTrigger trigger)
    {
        _start.Interrupt();
        _lifecycle.Move(trigger);
        if (_intake.BytesReceived > 0)
            _lifecycle.Move(SessionTrigger.Data);
        _intake.DrainIfAllIsHere();
        _position.Input?.Resume();
        _context.Output.Wake();
        _marks.Watch();
    }

    /// <summary>Fades it out and ends its mixer input.</summary>
    /// <returns>Whether there was anything to fade.</returns>
    public bool TryFade()
    {
        if (_position.Input is not { } input)
            return false;
        input.Cancel();
        _context.Output.Wake();
        return true;
    }

    /// <summary>Leaves the mix without a ramp.</summary>
    public void Leave()
    {
        if (_position.Input is { } input)
            _context.Mixer.Remove(input);
    }

    /// <summary>Called when the state of its mixer input has changed. Any thread.</summary>
    public void ObserveSoon()
    {
        if (_position.Input is not null && !_lifecycle.IsEnded)
            _session.Post(_observe);
    }

    /// <summary>Stops gathering: what could be read did not become sound in time.</summary>
    private void StartNow()
    {
        if (!IsOver)
            Sound();
    }

    private void Enter(JitterBuffer buffer)
    {
        _first.Decoded();
        MixerInput input = _context.Mixer.Add(
            buffer,
            _session.Volume,
            _session.Etiquette.Priority,
            paused: _lifecycle.IsSilenced,
            changed: ObserveSoon
        );
        _position.Input = input;
        input.Gain = _session.Volume;

        // The mixer may have started it before the input was visible to ObserveSoon.
        Interlocked.MemoryBarrier();
        if (input.StartFrame >= 0 || input.IsEnded)
            _session.Post(_observe);
    }

    /// <summary>Reacts to a change on the render thread; if the session has faded, its end may be due.</summary>
    private void Hear()
    {
        Observe();
        if (!IsOver && !_ending.IsAwaited && _stream.Buffer is { IsDrained: true })
            AllIsDecoded();
    }

    /// <summary>Reads the state set by the render thread.</summary>
    private void Observe()
    {
        if (_position.Input is not { } input || _lifecycle.IsEnded)
            return;
        if (_first.TryMix(input))
        {
            _ending.StopExpiry();
            _lifecycle.Move(SessionTrigger.Sounding);
            _first.Watch();
        }
        JitterBuffer buffer = _stream.Buffer!;
        if (buffer.Underruns > _underrunsSeen)
        {
            _underrunsSeen = buffer.Underruns;
            _lifecycle.Tell(SessionEventKind.Underrun);
        }
        _start.Consider(buffer);
        if (input.IsStarving)
        {
            buffer.Reclaim(); // frees the memory of a burst while the client sends nothing
            if (_position.FallSilent(_context.Time.GetTimestamp()))
                _context.Channels.FellSilent(_session.InChannel); // nobody has to wait for a session that is silent
        }
        if (input.Fault is { } fault)
            _session.Fail(fault);
        else if (input.IsEnded)
            _ending.WhenHeard(input.EndFrame);
        _marks.Watch();
    }
}
