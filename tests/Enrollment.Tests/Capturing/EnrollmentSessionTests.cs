using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Tests;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Tests.Capturing;

/// <summary>A guided enrolment takes five held, good, live captures of one person, or nothing.</summary>
public sealed class EnrollmentSessionTests
{
    private readonly Sitting _sitting = new();

    [Fact]
    public void Without_consent_there_is_no_session()
    {
        foreach (var consent in new[] { null, new NewConsent(ConsentDecision.Declined, "1", "me") })
            Assert.Equal(StoreFault.ConsentMissing, Assert.Throws<StoreException>(() => new EnrollmentSession(consent!, new(), new(), 0.3f)).Fault);
    }

    [Fact]
    public void The_poses_are_asked_for_one_after_the_other_and_each_is_held()
    {
        foreach (var pose in Enum.GetValues<EnrollmentPose>())
        {
            Assert.Equal(pose, _sitting.Session.Progress.Wanted);
            Assert.Equal((int)pose, _sitting.Show(pose, live: true).Taken);
            Assert.Equal((int)pose, _sitting.Show(pose).Taken);
            Assert.Equal((int)pose + 1, _sitting.Hold(pose).Taken);
        }
        Assert.Equal(EnrollmentState.Complete, _sitting.Session.State);
        Assert.Equal(Enum.GetNames<EnrollmentPose>(), _sitting.Session.Captures().Select(c => c.Origin));
    }

    [Fact]
    public void The_best_frame_of_those_held_is_taken()
    {
        _sitting.Show(EnrollmentPose.Frontal, sharpness: 60);
        _sitting.Show(EnrollmentPose.Frontal, sharpness: 90);
        _sitting.Hold(EnrollmentPose.Frontal, sharpness: 70);
        _sitting.Finish();
        Assert.Equal(90, _sitting.Session.Captures()[0].Quality.Sharpness);
    }

    [Fact]
    public void Who_moves_while_holding_begins_to_hold_anew()
    {
        _sitting.Show(EnrollmentPose.Frontal);
        _sitting.Show(EnrollmentPose.Right);
        Assert.Equal(0, _sitting.Hold(EnrollmentPose.Frontal).Taken);
        Assert.Equal(1, _sitting.Hold(EnrollmentPose.Frontal).Taken);
    }

    [Theory]
    [InlineData(EnrollmentPose.Left, 4, 0, PoseHint.Further)]
    [InlineData(EnrollmentPose.Left, -11, 0, PoseHint.Further)]
    [InlineData(EnrollmentPose.Left, 29, 0, PoseHint.LessFar)]
    [InlineData(EnrollmentPose.Left, 18, 14, PoseHint.LookStraight)]
    [InlineData(EnrollmentPose.Left, 18, 0, PoseHint.None)]
    [InlineData(EnrollmentPose.Right, 18, 0, PoseHint.Further)]
    [InlineData(EnrollmentPose.Right, -18, 0, PoseHint.None)]
    [InlineData(EnrollmentPose.Up, 0, 12, PoseHint.None)]
    [InlineData(EnrollmentPose.Up, 0, 3, PoseHint.Further)]
    [InlineData(EnrollmentPose.Down, 0, 12, PoseHint.Further)]
    [InlineData(EnrollmentPose.Down, 0, -12, PoseHint.None)]
    [InlineData(EnrollmentPose.Down, 0, -24, PoseHint.LessFar)]
    public void A_pose_is_told_how_to_be_reached(EnrollmentPose wanted, float yaw, float pitch, PoseHint hint)
    {
        foreach (var pose in Enum.GetValues<EnrollmentPose>().TakeWhile(p => p != wanted))
            _sitting.Take(pose);
        var progress = _sitting.Offer(yaw, pitch);
        Assert.Equal((hint is PoseHint.None ? CaptureRefusal.None : CaptureRefusal.Pose, hint), (progress.Refusal, progress.Hint));
    }

    [Fact]
    public void Whoever_mixes_up_left_and_right_is_not_corrected_but_asked_for_what_is_left()
    {
        _sitting.Take(EnrollmentPose.Frontal);
        Assert.Equal((EnrollmentPose.Left, 2), Asked(_sitting.Take(EnrollmentPose.Right)));
        Assert.Equal((EnrollmentPose.Up, 3), Asked(_sitting.Take(EnrollmentPose.Left)));
        Assert.Equal((EnrollmentPose.Up, 4), Asked(_sitting.Take(EnrollmentPose.Down)));
        _sitting.Finish();
        Assert.Equal(Enum.GetNames<EnrollmentPose>(), _sitting.Session.Captures().Select(c => c.Origin));
    }

    [Fact]
    public void A_pose_that_turns_into_another_while_held_is_held_anew()
    {
        _sitting.Take(EnrollmentPose.Frontal);
        _sitting.Show(EnrollmentPose.Left);
        Assert.Equal(1, _sitting.Hold(EnrollmentPose.Right).Taken);
        Assert.Equal(2, _sitting.Hold(EnrollmentPose.Right).Taken);
    }

    [Fact]
    public void A_camera_far_too_low_is_told_by_no_frontal_pose()
    {
        _sitting.PitchOfCamera = 19;
        Assert.Equal(PoseHint.LookStraight, _sitting.Show(EnrollmentPose.Frontal).Hint);
        Assert.Equal(PoseHint.None, new Sitting(new() { FrontalPitch = 20 }) { PitchOfCamera = 19 }.Show(EnrollmentPose.Frontal).Hint);
    }

    [Fact]
    public void Up_and_down_are_measured_from_the_frontal_capture_for_a_camera_may_hang_high()
    {
        _sitting.PitchOfCamera = -13;
        _sitting.Finish();
        Assert.Equal(EnrollmentState.Complete, _sitting.Session.State);
    }

    [Fact]
    public void On_request_the_next_good_frame_is_taken_however_the_head_is_held()
    {
        _sitting.Take(EnrollmentPose.Frontal);
        _sitting.Session.TakeNext();
        Assert.Equal(1, _sitting.Show(EnrollmentPose.Frontal, sharpness: 1).Taken);
        Assert.Equal(2, _sitting.Show(EnrollmentPose.Frontal).Taken);
        Assert.Equal([EnrollmentPose.Frontal, EnrollmentPose.Left], _sitting.Session.TakenPoses.Select(taken => taken.Pose));
        // One request takes one capture.
        Assert.Equal(CaptureRefusal.Pose, _sitting.Show(EnrollmentPose.Frontal).Refusal);
    }

    [Fact]
    public void A_poor_picture_is_refused_with_its_faults_and_never_embedded()
    {
        var progress = _sitting.Show(EnrollmentPose.Frontal, sharpness: 1);
        Assert.Equal((CaptureRefusal.Quality, QualityFaults.Blurred), (progress.Refusal, progress.Faults));
        Assert.Equal(0, _sitting.Embedded);
    }

    [Theory]
    [InlineData(0, CaptureRefusal.NoFace)]
    [InlineData(2, CaptureRefusal.SeveralFaces)]
    public void Anything_but_one_face_is_refused_and_ends_the_holding(int faces, CaptureRefusal refusal)
    {
        _sitting.Show(EnrollmentPose.Frontal);
        Assert.Equal(refusal, _sitting.Offer(0, 0, faces: faces).Refusal);
        Assert.Equal(0, _sitting.Hold(EnrollmentPose.Frontal).Taken);
    }

    [Fact]
    public void Another_person_in_the_middle_is_named_and_not_taken()
    {
        _sitting.Take(EnrollmentPose.Frontal);
        _sitting.Person = 2;
        Assert.Equal(CaptureRefusal.AnotherPerson, _sitting.Hold(EnrollmentPose.Left).Refusal);
        _sitting.Person = 1;
        _sitting.Finish();
        Assert.Equal(EnrollmentState.Complete, _sitting.Session.State);
    }

    [Fact]
    public void An_attack_ends_it_and_leaves_nothing()
    {
        _sitting.Take(EnrollmentPose.Frontal);
        var progress = _sitting.Offer(18, 0, liveness: CaptureLiveness.Attack);
        Assert.Equal((EnrollmentState.Refused, CaptureRefusal.Attack, 0), (progress.State, progress.Refusal, progress.Taken));
        Assert.Throws<InvalidOperationException>(() => _sitting.Session.Captures());
        Assert.Equal(EnrollmentState.Refused, _sitting.Take(EnrollmentPose.Frontal).State);
    }

    [Fact]
    public void All_captures_wait_for_liveness()
    {
        _sitting.Finish(live: false);
        Assert.Equal((EnrollmentState.AwaitingLiveness, 5), (_sitting.Session.State, _sitting.Session.Progress.Taken));
        Assert.Throws<InvalidOperationException>(() => _sitting.Session.Captures());
        Assert.Equal(EnrollmentState.Complete, _sitting.Show(EnrollmentPose.Frontal, live: true).State);
    }

    [Fact]
    public void Captures_of_a_track_that_left_unproven_are_asked_for_again()
    {
        _sitting.Take(EnrollmentPose.Frontal);
        _sitting.Take(EnrollmentPose.Left);
        _sitting.Track = 2;
        Assert.Equal((EnrollmentPose.Frontal, 0), Asked(_sitting.Show(EnrollmentPose.Frontal, live: true)));
    }

    [Fact]
    public void Captures_of_a_proven_track_stay_when_the_person_comes_back()
    {
        _sitting.Take(EnrollmentPose.Frontal, live: true);
        _sitting.Track = 2;
        Assert.Equal((EnrollmentPose.Left, 1), Asked(_sitting.Show(EnrollmentPose.Left)));
        _sitting.Finish(live: false);
        // The second track still has to be proven.
        Assert.Equal(EnrollmentState.AwaitingLiveness, _sitting.Session.State);
    }

    [Fact]
    public void An_office_may_do_without_liveness()
    {
        var sitting = new Sitting(new() { RequireLiveness = false });
        sitting.Finish(live: false);
        Assert.Equal(EnrollmentState.Complete, sitting.Session.State);
    }

    [Fact]
    public void Cancelling_leaves_nothing_and_wipes_what_was_taken()
    {
        _sitting.Finish();
        var captures = _sitting.Session.Captures();
        _sitting.Session.Cancel();
        Assert.Equal((EnrollmentState.Cancelled, 0), (_sitting.Session.State, _sitting.Session.Progress.Taken));
        Assert.All(captures, c => Assert.DoesNotContain(c.Embedding.ToArray(), value => value != 0));
        Assert.Throws<InvalidOperationException>(() => _sitting.Session.Captures());
    }

    private static (EnrollmentPose?, int) Asked(EnrollmentProgress progress) => (progress.Wanted, progress.Taken);

    /// <summary>Somebody before the camera.</summary>
    private sealed class Sitting(CaptureOptions? options = null)
    {
        private TimeSpan _now;

        public EnrollmentSession Session { get; } = new(TestStore.Granted, options ?? new(), new(), 0.3f);

        public int Person { get; set; } = 1;

        public long Track { get; set; } = 1;

        public float PitchOfCamera { get; set; }

        public int Embedded { get; private set; }

        public EnrollmentProgress Take(EnrollmentPose pose, bool live = false)
        {
            Show(pose, live);
            return Hold(pose);
        }

        public void Finish(bool live = true)
        {
            while (Session.Progress.Wanted is { } pose && Session.State is EnrollmentState.Capturing)
                Take(pose, live);
        }

        public EnrollmentProgress Show(EnrollmentPose pose, bool live = false, float sharpness = 60)
        {
            var (yaw, pitch) = pose switch
            {
                EnrollmentPose.Left => (18f, 0f),
                EnrollmentPose.Right => (-18f, 0f),
                EnrollmentPose.Up => (0f, 12f),
                EnrollmentPose.Down => (0f, -12f),
                _ => (0f, 0f),
            };
            return Offer(yaw, pitch, sharpness, live ? CaptureLiveness.Live : CaptureLiveness.Unknown);
        }

        /// <summary>The same, half a second later.</summary>
        public EnrollmentProgress Hold(EnrollmentPose pose, float sharpness = 60)
        {
            _now += TimeSpan.FromSeconds(0.5);
            return Show(pose, sharpness: sharpness);
        }

        public EnrollmentProgress Offer(float yaw, float pitch, float sharpness = 60, CaptureLiveness liveness = CaptureLiveness.Unknown, int faces = 1)
        {
            _now += TimeSpan.FromSeconds(0.04);
            var quality = new FaceQuality(60, 1, sharpness, 120, 40, new(yaw, pitch + PitchOfCamera, 0), 0.3f);
            return Session.Offer(new(faces, Track, quality, _now, liveness), embedding =>
            {
                Embedded++;
                embedding[Person] = 1;
            });
        }
    }
}
