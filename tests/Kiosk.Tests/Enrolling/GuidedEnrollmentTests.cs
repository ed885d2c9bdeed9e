using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Enrolling;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Tests.Enrolling;

/// <summary>
/// The guided enrolment on a real man who turns to his right, to his left, down and up, with the real models, the
/// default ranges of poses and liveness wanted.
/// </summary>
[Trait("Speed", "slow")]
public sealed class GuidedEnrollmentTests(ITestOutputHelper output)
{
    [Fact]
    public void A_real_man_is_enrolled_over_the_five_poses()
    {
        // His turn to the left is a little blurred for the usual gate.
        using var session = Play(out var taken, "Quality:MinSharpness=14");
        Assert.Equal(EnrollmentState.Complete, session.State);
        Assert.Equal(Enum.GetValues<EnrollmentPose>().ToHashSet(), taken.Keys.ToHashSet());

        // Whatever the signs of the angles, the pictures show that he looks ahead, right at 19.9 s, left at 21.5 s, down at 22.8 s.
        Assert.InRange(taken[EnrollmentPose.Frontal], 0, 18);
        Assert.InRange(taken[EnrollmentPose.Right], 19.5, 20.5);
        Assert.InRange(taken[EnrollmentPose.Left], 20.7, 21.8);
        Assert.InRange(taken[EnrollmentPose.Down], 22.2, 23.8);
        Assert.All(session.Captures(), capture => Assert.Equal(1, capture.Embedding.Span.ToArray().Sum(v => v * v), 3));
    }

    [Fact]
    public void With_the_usual_gate_the_blurred_turn_is_refused_and_still_asked_for()
    {
        using var session = Play(out var taken);
        Assert.Equal((EnrollmentState.Capturing, EnrollmentPose.Left), (session.State, session.Progress.Wanted));
        Assert.Equal([EnrollmentPose.Frontal, EnrollmentPose.Right, EnrollmentPose.Up, EnrollmentPose.Down], taken.Keys.Order());
    }

    /// <summary>Plays the recording; gives when each pose was taken, in seconds.</summary>
    private EnrollmentSession Play(out Dictionary<EnrollmentPose, double> taken, params string[] settings)
    {
        var options = KioskOptions.Load(settings);
        var session = new EnrollmentSession(
            new(ConsentDecision.Granted, "1", "me"), options.Enrollment, options.Quality, ActiveCalibration.Load(options.Recognition.Thresholds).MinAgreement);
        using var guided = new GuidedEnrollment(new ModelCatalogue(options.Inference), options.Perception(), options.Enrollment, session);
        using var camera = new CameraLoop(new() { Source = Recordings.ManAnotherDay, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        taken = [];
        while (session.State is EnrollmentState.Capturing or EnrollmentState.AwaitingLiveness && camera.Next(TestContext.Current.CancellationToken) is { } frame)
        {
            var before = session.TakenPoses.Select(taken => taken.Pose).ToHashSet();
            guided.Process(frame);
            foreach (var pose in session.TakenPoses.Select(taken => taken.Pose).Where(pose => !before.Contains(pose)))
            {
                taken[pose] = frame.Timestamp.TotalSeconds;
                output.WriteLine($"{pose} at {frame.Timestamp.TotalSeconds:0.00} s");
            }
        }
        return session;
    }
}
