using AccessKiosk.Simulation;

namespace AccessKiosk.Lab.Tests.Simulation;

/// <summary>Phones, tablets and screens, and what came after them, with more seeds: a class of its own, so that it runs beside the others.</summary>
[Trait("Speed", "slow")]
public sealed class ReplaySeedTests(WatcherFixture watcher, MaterialFixture material) : IClassFixture<WatcherFixture>, IClassFixture<MaterialFixture>
{
    public static TheoryData<Species> Attacks => AttackSeeds.Of(species => species >= Species.PhoneStill);

    [Theory]
    [MemberData(nameof(Attacks))]
    public void No_seed_is_called_live(Species species) => AttackSeeds.AssertNeverLive(watcher, material, species, AttackSeeds.More);
}
