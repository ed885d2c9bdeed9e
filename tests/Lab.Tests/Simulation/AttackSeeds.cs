using AccessKiosk.Simulation;

namespace AccessKiosk.Lab.Tests.Simulation;

/// <summary>What no simulated attack may reach, whatever its seed.</summary>
internal static class AttackSeeds
{
    /// <summary>How long the room is empty before somebody comes, and how long they are watched, in seconds.</summary>
    public const double EmptySeconds = 1.2, Window = 2.5;

    /// <summary>Seeds of the slow tests; the quick ones take those before.</summary>
    public static IEnumerable<int> More => Enumerable.Range(4, 12);

    /// <summary>The species of attacks that are asked for.</summary>
    public static TheoryData<Species> Of(Func<Species, bool> wanted) =>
        [.. Enum.GetValues<Species>().Where(species => species is not Species.BonaFide && wanted(species))];

    /// <summary>Fails if anybody would be let in.</summary>
    public static void AssertNeverLive(WatcherFixture watcher, MaterialFixture material, Species species, IEnumerable<int> seeds)
    {
        foreach (var seed in seeds)
        {
            using var clip = material.Stage.Set(species, seed, EmptySeconds);
            Assert.DoesNotContain(watcher.Watch(clip, EmptySeconds + Window), track => track.WouldGrant);
        }
    }
}
