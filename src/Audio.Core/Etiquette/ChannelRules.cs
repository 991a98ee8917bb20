using Audio.Protocol.Etiquette;

namespace Audio.Core.Etiquette;

/// <summary>
/// The rules between the sessions of one channel, as pure functions. docs/etiquette.md is generated from them.
/// </summary>
internal static class ChannelRules
{
    /// <summary>What happens to a session that is already there.</summary>
    public static Fate FateOf(SessionEtiquette newcomer, SessionPriority other, Occupancy standing)
    {
        if (newcomer.Overlap != ChannelOverlap.Replace || other > newcomer.Priority || standing == Occupancy.Silent)
            return Fate.Stays;
        if (!newcomer.ResumeInterrupted)
            return Fate.Replaced;
        return standing == Occupancy.Playing ? Fate.Interrupted : Fate.Stays;
    }

    /// <summary>Whether a session that is already there blocks the newcomer, after its own fate.</summary>
    public static bool Blocks(SessionEtiquette newcomer, SessionPriority other, Occupancy standing)
    {
        if (
            newcomer.Overlap == ChannelOverlap.Mix
            || standing == Occupancy.Silent
            || FateOf(newcomer, other, standing) != Fate.Stays
        )
        {
            return false;
        }

        if (standing == Occupancy.Playing || newcomer.Overlap == ChannelOverlap.Drop)
            return true;

        // Of the waiting sessions the one with the higher priority comes first, then the one that was there first; a
        // session that replaces others passes those of its own priority.
        return newcomer.Overlap == ChannelOverlap.Queue ? other >= newcomer.Priority : other > newcomer.Priority;
    }

    /// <summary>What happens to the newcomer.</summary>
    /// <param name="newcomer">The etiquette of the newcomer.</param>
    /// <param name="isBlocked">Whether anybody <see cref="Blocks"/> it.</param>
    public static Admission AdmissionOf(SessionEtiquette newcomer, bool isBlocked) =>
        !isBlocked ? Admission.Play
        : newcomer.Overlap == ChannelOverlap.Drop ? Admission.Drop
        : Admission.Wait;
}
