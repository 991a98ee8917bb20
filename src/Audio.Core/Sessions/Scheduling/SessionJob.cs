namespace Audio.Core.Sessions.Scheduling;

/// <summary>A job that calls a method.</summary>
internal sealed class SessionJob(Action action) : ISessionJob
{
    public void Run() => action();
}
