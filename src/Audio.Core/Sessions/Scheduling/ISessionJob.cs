namespace Audio.Core.Sessions.Scheduling;

/// <summary>
/// Work that a session's scheduler runs. Preallocated where it recurs, so that queueing it allocates nothing.
/// </summary>
internal interface ISessionJob
{
    void Run();
}
