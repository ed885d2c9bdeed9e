using System.Numerics;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Detection.Cascade;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Tests.Detection;
using AccessKiosk.Vision.Tests.Imaging;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests.Alignment;

public sealed class FaceMeshTests : IDisposable
{
    private const int LeftTurn = 500, RightTurn = 525;

    private readonly BlazeFace _detector = new(Catalogue.Default, new());
    private readonly MtcnnOutputNet _aligner = new(Catalogue.Default);
    private readonly FaceMesh _mesh = new(Catalogue.Default);
    private readonly DetectedFace[] _faces = new DetectedFace[32];

    public void Dispose()
    {
        _detector.Dispose();
        _aligner.Dispose();
        _mesh.Dispose();
    }

    [Theory]
    [InlineData(Recordings.Man)]
    [InlineData(Recordings.SameManLater)]
    [InlineData(Recordings.Stranger)]
    public void Its_points_lie_on_the_face_and_its_five_where_the_other_network_sees_them(string recording)
    {
        foreach (var picture in Recordings.Play(recording, 50).Take(12))
        {
            var (box, five) = Fit(picture);
            var around = box.Square(1.5f);
            Assert.True(_mesh.Presence > 0.9f, $"presence {_mesh.Presence}");
            foreach (var p in _mesh.Points)
                Assert.True(p.X > around.X && p.X < around.Right && p.Y > around.Y && p.Y < around.Bottom, $"{p} in {around}");
            Assert.True(_mesh.Bounds().IntersectionOverUnion(box) > 0.5f, $"{_mesh.Bounds()} and {box}");

            var (a, b) = (new Vector2[5], new Vector2[5]);
            five.CopyTo(a);
            _mesh.FivePoints().CopyTo(b);
            var apart = a.Zip(b, Vector2.Distance).Average() / five.EyeDistance;
            Assert.True(apart < 0.15f, $"{apart} eye distances");
        }
    }

    [Fact]
    public void Where_there_is_no_face_it_says_so()
    {
        using var photo = ImageFile.Load(Pictures.Sample(6));
        _mesh.Fit(photo, new Box(1500, 1000, 250, 300), 0);
        Assert.True(_mesh.Presence < 0.3f, $"presence {_mesh.Presence}");
    }

    [Fact]
    public void A_turn_to_the_pictures_right_is_positive_and_to_its_left_negative()
    {
        Assert.True(Pose(LeftTurn, p => p.Clone()).Yaw < -8);
        Assert.True(Pose(RightTurn, p => p.Clone()).Yaw > 8);
    }

    [Theory]
    [InlineData(LeftTurn)]
    [InlineData(RightTurn)]
    public void In_a_mirror_yaw_and_roll_change_sign_and_pitch_stays(int frame)
    {
        var (pose, mirrored) = (Pose(frame, p => p.Clone()), Pose(frame, Mirror));
        Assert.InRange(mirrored.Yaw + pose.Yaw, -6, 6);
        Assert.InRange(mirrored.Roll + pose.Roll, -4, 4);
        Assert.InRange(mirrored.Pitch - pose.Pitch, -5, 5);
    }

    [Theory]
    [InlineData(-25)]
    [InlineData(25)]
    public void A_leaning_head_has_that_roll_and_otherwise_the_same_pose(float degrees)
    {
        var (pose, leaning) = (Pose(0, p => p.Clone()), Pose(0, p => Turn(p, degrees)));
        Assert.InRange(leaning.Roll - pose.Roll, degrees - 5, degrees + 5);
        Assert.InRange(leaning.Yaw - pose.Yaw, -6, 6);
        Assert.InRange(leaning.Pitch - pose.Pitch, -8, 8);
    }

    [Fact]
    public void A_picture_of_another_size_gives_the_same_pose()
    {
        var (pose, large) = (Pose(RightTurn, p => p.Clone()), Pose(RightTurn, Double));
        Assert.InRange(large.Yaw - pose.Yaw, -3, 3);
        Assert.InRange(large.Pitch - pose.Pitch, -3, 3);
    }

    [Fact]
    public void Open_eyes_measure_a_quarter_to_a_third_and_shut_ones_nothing()
    {
        var ratios = new List<float>();
        foreach (var picture in Recordings.Play(Recordings.Man, 50).Take(12))
        {
            Fit(picture);
            ratios.Add(EyeOpenness.FromMesh(_mesh.Points));
        }

        Assert.InRange(ratios.Order().ElementAt(6), 0.22f, 0.34f);
        Assert.All(ratios, r => Assert.InRange(r, 0.12f, 0.45f));

        // The same mesh with each upper lid laid on its lower one.
        var shut = _mesh.Points.ToArray();
        foreach (var (upper, lower) in ((int, int)[])[(160, 144), (158, 153), (385, 380), (387, 373)])
            shut[upper] = shut[lower];
        Assert.Equal(0, EyeOpenness.FromMesh(shut));
    }

    private (Box Box, FivePoints Five) Fit(Image picture)
    {
        Assert.Equal(1, _detector.Detect(picture, _faces));
        var five = _aligner.Align(picture, _faces[0].Box).Points;
        _mesh.Fit(picture, _faces[0].Box, five.Roll);
        return (_faces[0].Box, five);
    }

    private HeadPose Pose(int frame, Func<Image, Image> change)
    {
        using var still = Recordings.Still(Recordings.Man, frame);
        using var changed = change(still);
        Fit(changed);
        return HeadPose.FromMesh(_mesh.Points);
    }

    private static Image Mirror(Image picture)
    {
        var mirrored = Image.Create(picture.Width, picture.Height);
        ImageOps.Warp(picture, mirrored, new Matrix3x2(-1, 0, 0, 1, picture.Width, 0));
        return mirrored;
    }

    private static Image Turn(Image picture, float degrees)
    {
        var turned = Image.Create(picture.Width, picture.Height);
        ImageOps.Warp(picture, turned, Matrix3x2.CreateRotation(degrees * MathF.PI / 180, new(picture.Width / 2f, picture.Height / 2f)), Border.Replicate);
        return turned;
    }

    private static Image Double(Image picture)
    {
        var large = Image.Create(2 * picture.Width, 2 * picture.Height);
        ImageOps.Resize(picture, large);
        return large;
    }
}
