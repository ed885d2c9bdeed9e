namespace AccessKiosk.Simulation;

/// <summary>Draws the looks of a species at random.</summary>
internal static class InstrumentLooks
{
    public static InstrumentLook Of(Species species, Random random)
    {
        float Between(double low, double high) => (float)(low + random.NextDouble() * (high - low));
        InstrumentLook Paper() => new(Between(1.5, 3), Between(1, 1.4), random.Next(2) == 0 ? 0 : Between(0.02, 0.07), (byte)random.Next(205, 245), Between(0.26, 0.4))
        {
            Yaw = Between(-0.15, 0.15),
            Pitch = Between(-0.12, 0.12),
            Roll = Between(-0.1, 0.1),
            Gamma = Between(0.85, 1.3),
            Black = Between(0.03, 0.14),
            White = Between(0.75, 0.95),
            Saturation = Between(0.55, 1),
            Cast = Between(-8, 8),
        };
        InstrumentLook Screen(double margin, double share) => new(Between(margin, margin * 1.4), Between(1.4, 1.9), Between(0.03, 0.09), (byte)random.Next(5, 60), Between(share * 0.85, share * 1.15))
        {
            Yaw = Between(-0.12, 0.12),
            Pitch = Between(-0.1, 0.1),
            Roll = Between(-0.08, 0.08),
            Gamma = Between(0.8, 1.25),
            Black = Between(0, 0.06),
            White = Between(0.85, 1.1),
            Saturation = Between(0.85, 1.2),
            Cast = Between(0, 16),
            Grid = Between(0, 4),
            GridPitch = Between(1.5, 3),
            Glare = Between(0, 0.4),
        };
        return species switch
        {
            Species.BonaFide => new(0, 0, 0, 0, 0.3f),
            Species.HandHeldPrint => Paper(),
            Species.PrintOnStand => Paper() with { Steadiness = 0 },
            Species.BentPrint => Paper() with { Bend = Between(0.4, 1.1) },
            Species.FlexedPrint => Paper() with { Bend = Between(0.4, 1), Flexes = true },
            Species.GlossyPrint => Paper() with { Glare = Between(0.4, 1), Saturation = Between(0.8, 1.1) },
            Species.CutOutMask => Paper() with { Cut = true, Rim = 0 },
            Species.EyeHoleMask => Paper() with { Cut = true, EyeHoles = true, Rim = 0, Worn = true, Steadiness = 0.15 },
            Species.PrintOverFace => Paper() with { Margin = Between(1.4, 1.9), Steadiness = 0.6 },
            Species.PhoneStill => Screen(1.6, 0.3),
            Species.PhoneReplay => Screen(1.6, 0.3),
            Species.ProppedReplay => Screen(1.6, 0.3) with { Steadiness = 0 },
            Species.ApproachingReplay => Screen(1.6, 0.24) with { Approach = Between(0.4, 0.9) },
            Species.TabletReplay => Screen(9, 0.4) with { Fills = Between(0.85, 1) },
            Species.CloseScreenReplay => Screen(9, 0.4) with { Rim = 0, Fills = Between(1.12, 1.3), Steadiness = 0.4 },
            _ => throw new ArgumentOutOfRangeException(nameof(species), species, "No such species."),
        };
    }
}
