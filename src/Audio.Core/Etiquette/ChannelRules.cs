using Audio.Protocol.Etiquette;

namespace Audio.Core.Etiquette;

/// <summary>
/// The rules among the sessions of one channel, as two questions that know nothing but what they are asked.
/// docs/etiquette.md is made from them.
/// </summary>
internal static class ChannelRules
{
    /// <summary>What becomes of one that is there.</summary>
    public static Fate FateOf(SessionEtiquette newcomer, SessionPriority other, Occupancy standing)
    {
        if (newcomer.Overlap != ChannelOverlap.Replace || other > newcomer.Priority || standing == Occupancy.Silent)
            return Fate.Stays;
        if (!newcomer.ResumeInterrupted)
            return Fate.Replaced;
        return standing == Occupancy.Playing ? Fate.Interrupted : Fate.Stays;
    }

    /// <summary>Whether one that is there stands in the newcomer's way, after its own fate.</summary>
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

        // Among those that wait the higher priority comes first, and of two the one that was there before; who replaces
        // passes its equals.
        return newcomer.Overlap == ChannelOverlap.Queue ? other >= newcomer.Priority : other > newcomer.Priority;
    }

    /// <summary>What becomes of the newcomer.</summary>
    /// <param name="newcomer">It.</param>
    /// <param name="isBlocked">Whether anybody <see cref="Blocks"/> it.</param>
    public static Admission AdmissionOf(SessionEtiquette newcomer, bool isBlocked) =>
        !isBlocked ? Admission.Play
        : newcomer.Overlap == ChannelOverlap.Drop ? Admission.Drop
        : Admission.Wait;
}
