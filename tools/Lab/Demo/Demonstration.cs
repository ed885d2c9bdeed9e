using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Demo;

/// <summary>Plays the scenes on one kiosk, with one enrolled man.</summary>
internal sealed class Demonstration(DemoSite site, SceneEvents events, Action<string> tell)
{
    private const string Enrolled = "Audun";
    private const double AfterDecision = 3;
    private const double LongestScene = 15;
    private const int PrintFrames = 250;
    private const int Seed = 2;
    private static readonly TimeSpan EmptyRoom = TimeSpan.FromSeconds(1.5);

    private readonly DemoScene[] _scenes = [.. Scenes(site.Models)];

    /// <summary>Enrols the man and runs every scene.</summary>
    public async Task<IReadOnlyList<SceneResult>> RunAsync(PlaybackSpeed pace, CancellationToken cancellationToken)
    {
        tell($"Enrolling {Enrolled} from {Path.GetFileName(DemoRecordings.Enrollment)}: a real webcam session.");
        await site.EnrolAsync(new(Enrolled, new(DemoRecordings.Enrollment)), cancellationToken);
        var results = new List<SceneResult>();
        foreach (var scene in _scenes)
        {
            tell("");
            tell(scene.Story);
            results.Add(Play(scene, pace, cancellationToken));
        }

        return results;
    }

    /// <summary>Plays the scenes repeatedly at their own pace, for viewers of the pages.</summary>
    public void Loop(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
            foreach (var scene in _scenes)
                Play(scene, PlaybackSpeed.RealTime, cancellationToken);
    }

    private static IEnumerable<DemoScene> Scenes(ModelCatalogue models) =>
    [
        new("another day", $"{Enrolled} comes back on another day: the door is to open.", EventCodes.AccessGranted, DemoRecordings.AnotherDay, RoomFirst(models, DemoRecordings.AnotherDay)),
        new("stranger", "A stranger looks into the camera: the door is to stay shut.", EventCodes.AccessDenied, DemoRecordings.Stranger, RoomFirst(models, DemoRecordings.Stranger)),
        new("printed photo", $"A printed photo of {Enrolled} is held up. It is simulated: a still of the recording on moving paper. The door must stay shut, with an alert.",
            EventCodes.AlarmPresentationAttack, DemoRecordings.Enrollment, _ => PrintedPhotoCamera.Open(models, DemoRecordings.Enrollment, PrintFrames, Seed)),
    ];

    // A mounted kiosk has seen its room empty before anybody comes.
    private static Func<CancellationToken, ICamera> RoomFirst(ModelCatalogue models, string recording) =>
        cancellationToken => RoomFirstCamera.Open(models, recording, EmptyRoom, TimeSpan.Zero, cancellationToken);

    private SceneResult Play(DemoScene scene, PlaybackSpeed pace, CancellationToken cancellationToken)
    {
        var lane = site.Lane;
        var before = events.Decisions.Count;
        var framesBefore = lane.Frames;
        double? decidedAt = null;
        bool IsOver(TimeSpan at)
        {
            // An enrolment at the pages wants the same face to its end.
            if (lane.Lease.Guest is not null)
                return false;
            // Play on for a while: nothing else may happen after the decision.
            if (decidedAt is null && events.Decisions.Count > before)
                decidedAt = at.TotalSeconds;
            return at.TotalSeconds > Math.Min(LongestScene, decidedAt + AfterDecision ?? LongestScene);
        }

        lane.Play(new() { Source = scene.Recording, Speed = pace }, scene.Name, IsOver, cancellationToken, scene.Open);
        AccessEvent[] decisions = [.. events.Decisions.Skip(before)];
        var got = decisions.FirstOrDefault(d => d.Code != EventCodes.AccessUndecided)?.Code ?? EventCodes.AccessUndecided;
        var asExpected = got == scene.Expected && decisions.All(d => d.Code == scene.Expected || d.Code == EventCodes.AccessUndecided);
        return new(scene, got, asExpected, lane.Frames - framesBefore, decisions.FirstOrDefault(d => d.Code == got)?.Seconds);
    }
}
