using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>A photo of a person, for what needs no recording.</summary>
/// <param name="Picture">BGR.</param>
/// <param name="Face">The face in it, from the brows to the chin.</param>
/// <param name="Eyes">Its eyes.</param>
public readonly record struct Portrait(Image Picture, Box Face, Eyes Eyes);

/// <summary>
/// Sets up attacks from real material: by seed it picks whose picture or recording is shown, in which room, and before
/// whose face. The same seed and material give the same pixels. May be used by many threads.
/// </summary>
public sealed class AttackStage
{
    private readonly IReadOnlyList<SourceRecording> _recordings;
    private readonly IReadOnlyList<Portrait> _portraits;

    /// <summary>Creates a stage.</summary>
    /// <param name="recordings">Live people, all of one size, which is the clips'.</param>
    /// <param name="portraits">Photos of further people.</param>
    public AttackStage(IReadOnlyList<SourceRecording> recordings, IReadOnlyList<Portrait> portraits)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        ArgumentNullException.ThrowIfNull(portraits);
        if (recordings.Count == 0)
            throw new ArgumentException("An attack needs at least one recording of a person.", nameof(recordings));
        (_recordings, _portraits) = (recordings, portraits);
    }

    /// <summary>Sets up one presentation.</summary>
    /// <param name="species">What is presented.</param>
    /// <param name="seed">Chooses all else.</param>
    /// <param name="emptySeconds">How long the kiosk sees the empty room before; 0 for not at all.</param>
    public PresentationAttackClip Set(Species species, int seed, double emptySeconds)
    {
        // Other numbers than the clip's own draw of the same seed.
        var random = new Random(unchecked(seed * 7919 + (int)species));
        var shown = _recordings[random.Next(_recordings.Count)];
        var before = _recordings[random.Next(_recordings.Count)];
        var empty = emptySeconds > 0 ? before.Room : null;
        if (species is Species.BonaFide)
            return new(species, null, new(new RecordedScene(before), empty), seed, emptySeconds);
        var subject = species.PlaysRecording() ? new(new RecordedScene(shown), shown.Head.Face) : Still(shown, random);
        var room = species.HasWearer() ? new Surroundings(new RecordedScene(before), empty, before) : new(new StillScene(before.Room), empty);
        return new(species, subject, room, seed, emptySeconds);
    }

    private Subject Still(SourceRecording shown, Random random)
    {
        var choice = random.Next(_portraits.Count + 1);
        return choice == _portraits.Count
            ? new(new StillScene(shown.Pictures[0]), shown.Head.Face, shown.Head.Eyes)
            : new(new StillScene(_portraits[choice].Picture), _portraits[choice].Face, _portraits[choice].Eyes);
    }
}
