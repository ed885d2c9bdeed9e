namespace AccessKiosk.Simulation;

/// <summary>Presentation attack instruments that are simulated (species, ISO/IEC 30107-3), and the control.</summary>
public enum Species
{
    /// <summary>The control: no instrument, a live person before the same simulated camera. Never counted as an attack.</summary>
    BonaFide,

    /// <summary>A photo on paper, held by hand.</summary>
    HandHeldPrint,

    /// <summary>A photo on paper, on a stand.</summary>
    PrintOnStand,

    /// <summary>A photo on paper that is bent into a part of a cylinder.</summary>
    BentPrint,

    /// <summary>A photo on paper whose bend changes all the time.</summary>
    FlexedPrint,

    /// <summary>A glossy photo with a lamp's reflection.</summary>
    GlossyPrint,

    /// <summary>A face cut out of a photo along its outline.</summary>
    CutOutMask,

    /// <summary>A cut-out face with holes for the attacker's blinking eyes, worn: it goes where the attacker's head goes.</summary>
    EyeHoleMask,

    /// <summary>A photo held before the attacker's own, live face.</summary>
    PrintOverFace,

    /// <summary>A phone that shows a photo.</summary>
    PhoneStill,

    /// <summary>A phone in the hand that plays a recording.</summary>
    PhoneReplay,

    /// <summary>A phone on a stand that plays a recording.</summary>
    ProppedReplay,

    /// <summary>A phone that plays a recording and is pushed towards the camera.</summary>
    ApproachingReplay,

    /// <summary>A tablet, as large as the picture, that plays a recording.</summary>
    TabletReplay,

    /// <summary>A screen whose edges lie outside the picture.</summary>
    CloseScreenReplay,
}

/// <summary>What species have in common.</summary>
public static class SpeciesTraits
{
    /// <summary>Whether a recording is played, rather than a photo shown.</summary>
    public static bool PlaysRecording(this Species species) =>
        species is Species.PhoneReplay or Species.ProppedReplay or Species.ApproachingReplay or Species.TabletReplay or Species.CloseScreenReplay;

    /// <summary>Whether the attacker's own live face is behind the instrument.</summary>
    public static bool HasWearer(this Species species) => species is Species.EyeHoleMask or Species.PrintOverFace;
}
