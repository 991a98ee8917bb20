using Audio.Core.Sinks.Player;

namespace Audio.Core.Tests.Sinks.Player;

public sealed class RenderPermitTests
{
    private readonly RenderPermit _permit = new();

    [Fact]
    public void Nothing_is_rendered_before_it_is_granted_or_after_it_was_revoked()
    {
        Renders().Should().BeFalse();
        _permit.Grant();
        _permit.IsGranted.Should().BeTrue();
        Renders().Should().BeTrue();
        _permit.Revoke();
        _permit.IsGranted.Should().BeFalse();
        Renders().Should().BeFalse();
    }

    [Fact]
    public async Task Revoking_it_waits_for_a_render_under_way()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        _permit.Grant();
        _permit.TryEnter().Should().BeTrue();
        var revoke = Task.Run(_permit.Revoke, stop);
        while (_permit.IsGranted)
            await Task.Yield();
        revoke.IsCompleted.Should().BeFalse();
        _permit.Leave();
        await revoke.WaitAsync(stop);
    }

    private bool Renders()
    {
        bool may = _permit.TryEnter();
        _permit.Leave();
        return may;
    }
}
