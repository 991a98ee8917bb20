namespace Audio.Core.Etiquette;

/// <summary>What a newcomer on a channel does to the sessions that are there, and they to it.</summary>
internal sealed record ChannelVerdict
{
    public Admission Admission { get; init; }

    /// <summary>The sessions that must end before the newcomer starts.</summary>
    public List<ChannelMember> Ahead { get; } = [];

    public List<ChannelMember> Replaced { get; } = [];

    public List<ChannelMember> Interrupted { get; } = [];
}
