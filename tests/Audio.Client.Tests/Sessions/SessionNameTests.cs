using Audio.Client.Streaming;

namespace Audio.Client.Tests.Sessions;

public sealed class SessionNameTests
{
    [Fact]
    public void Each_restart_gives_the_next_number()
    {
        var name = new SessionName("s");
        name.Current.Should().Be("s");

        name.Renew(_ => false);
        name.Current.Should().Be("s-2");
        name.Renew(_ => false);
        name.Current.Should().Be("s-3");
    }

    [Fact]
    public void Ids_that_are_taken_are_passed_over()
    {
        var name = new SessionName("s");

        name.Renew(id => id is "s-2" or "s-3");

        name.Current.Should().Be("s-4");
    }

    [Fact]
    public void A_long_id_is_cut_so_that_the_number_fits()
    {
        var name = new SessionName(new string('x', 64));

        for (int i = 2; i <= 10; i++)
            name.Renew(_ => false);

        name.Current.Should().Be(new string('x', 61) + "-10");
    }
}
