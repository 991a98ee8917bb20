using System.Diagnostics;

namespace Audio.Compare.Ways;

/// <summary>A program that is started for each request, plays and ends.</summary>
internal sealed class Started(string name, bool isOurs, string program, params string[] arguments) : IWay
{
    public string Name => name;

    public bool IsOurs => isOurs;

    public bool StartsProgram => true;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RequestAsync(CancellationToken cancellationToken)
    {
        Process process = Programs.Start(program, arguments);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} failed with exit code {process.ExitCode}."
                );
            }
        }
        finally
        {
            await Programs.EndAsync(process);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
