using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Events;
using AccessKiosk.Kiosk.Session;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Demo;

/// <summary>Plays the scenes on one kiosk, with one enrolled man.</summary>
internal sealed class Demonstration(KioskOptions options, IEventSink sink, PlaybackSpeed pace, Action<string> tell)
{
    private const string Enrolled = "Audun";
    private const double AfterDecision = 3;
    private const double LongestScene = 15;
    private const int PrintFrames = 250;
    private const int Seed = 2;

    /// <summary>Runs every scene.</summary>
    public IReadOnlyList<SceneResult> Run(CancellationToken cancellation)
    {
        var events = new SceneEvents(sink);
        using var kiosk = SimulatedKiosk.Create(options, events);
        tell($"Enrolling {Enrolled} from {Path.GetFileName(DemoRecordings.Enrolment)}: a real webcam session.");
        kiosk.Enrol([new(Enrolled, new(DemoRecordings.Enrolment))], cancellation);
        var results = new List<SceneResult>();
        foreach (var scene in Scenes(new(options.Inference)))
        {
            tell("");
            tell(scene.Story);
            results.Add(Play(kiosk, events, scene, cancellation));
        }

        return results;
    }

    private static IEnumerable<DemoScene> Scenes(ModelCatalogue models) =>
    [
        new("another day", $"{Enrolled} comes back on another day: the door is to open.", EventKind.Granted, DemoRecordings.AnotherDay),
        new("stranger", "A stranger looks into the camera: the door is to stay shut.", EventKind.Denied, DemoRecordings.Stranger),
        new("printed photo", $"A printed photo of {Enrolled} is held up. This one is simulated: a still of the recording on moving paper. The door is to stay shut, with an alert.",
            EventKind.Spoof, DemoRecordings.Enrolment, _ => PrintedPhotoCamera.Open(models, DemoRecordings.Enrolment, PrintFrames, Seed)),
    ];

    private SceneResult Play(SimulatedKiosk kiosk, SceneEvents events, DemoScene scene, CancellationToken cancellation)
    {
        var before = events.Decisions.Count;
        var framesBefore = kiosk.Frames;
        double? decidedAt = null;
        bool IsOver(TimeSpan at)
        {
            // Play on for a while: nothing else may happen after the decision.
            if (decidedAt is null && events.Decisions.Count > before)
                decidedAt = at.TotalSeconds;
            return at.TotalSeconds > Math.Min(LongestScene, decidedAt + AfterDecision ?? LongestScene);
        }

        kiosk.Play(new() { Source = scene.Recording, Speed = pace }, scene.Name, IsOver, cancellation, scene.Open);
        KioskEvent[] decisions = [.. events.Decisions.Skip(before)];
        var got = decisions.FirstOrDefault(d => d.Kind is not EventKind.Undecided)?.Kind ?? EventKind.Undecided;
        var asExpected = got == scene.Expected && decisions.All(d => d.Kind == scene.Expected || d.Kind is EventKind.Undecided);
        return new(scene, got, asExpected, kiosk.Frames - framesBefore, decisions.FirstOrDefault(d => d.Kind == got)?.Seconds);
    }
}
