namespace Audio.Core.Sessions;

/// <summary>
/// A piece of work of one session. Preallocated where it recurs, so that queueing it allocates nothing.
/// </summary>
internal interface ISessionJob
{
    void Run();
}

/// <summary>A piece of work as a method.</summary>
internal sealed class SessionJob(Action action) : ISessionJob
{
    public void Run() => action();
}
