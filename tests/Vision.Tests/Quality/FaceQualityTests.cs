using System.Numerics;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Vision.Tests.Detection;
using AccessKiosk.Vision.Tests.Models;

namespace AccessKiosk.Vision.Tests.Quality;

public sealed class FaceQualityTests
{
    [Fact]
    public void A_plain_webcam_picture_has_no_fault() => Assert.Equal(QualityFaults.None, Faults(_ => { }));

    [Fact]
    public void A_dark_picture_is_too_dark() => Assert.True(Faults(picture => Scale(picture, 0.12f, 0)).HasFlag(QualityFaults.TooDark));

    [Fact]
    public void A_washed_out_picture_is_too_bright() => Assert.True(Faults(picture => Scale(picture, 0.2f, 215)).HasFlag(QualityFaults.TooBright));

    [Fact]
    public void A_picture_through_fog_has_too_little_contrast() => Assert.True(Faults(picture => Scale(picture, 0.1f, 110)).HasFlag(QualityFaults.LowContrast));

    [Fact]
    public void A_picture_out_of_focus_is_blurred() => Assert.True(Faults(picture =>
    {
        using var small = Image.Create(picture.Width / 10, picture.Height / 10);
        ImageOps.Resize(picture, small);
        ImageOps.Resize(small, picture);
    }).HasFlag(QualityFaults.Blurred));

    [Fact]
    public void A_far_face_is_too_far() => Assert.True(Faults(picture =>
    {
        using var copy = picture.Clone();
        ImageOps.Warp(copy, picture, Matrix3x2.CreateScale(0.35f) * Matrix3x2.CreateTranslation(130, 90));
    }).HasFlag(QualityFaults.TooFar));

    [Fact]
    public void A_face_at_the_edge_is_cut_off() => Assert.True(Faults(picture =>
    {
        using var copy = picture.Clone();
        using var finder = new FaceFinder(Catalogue.Default);
        var box = finder.Find(copy)[0].Box;
        ImageOps.Warp(copy, picture, Matrix3x2.CreateTranslation(-box.X - 0.25f * box.Width, 0), Border.Replicate);
    }).HasFlag(QualityFaults.CutOff));

    private static QualityFaults Faults(Action<Image> spoil)
    {
        using var picture = Recordings.Still(Recordings.Man, 5);
        spoil(picture);
        using var finder = new FaceFinder(Catalogue.Default);
        using var reader = new FaceReader(Catalogue.Default);
        var found = finder.Find(picture);
        Assert.NotEmpty(found);
        return reader.Read(picture, reader.Align(picture, found[0])).Quality.Faults(new());
    }

    private static void Scale(Image picture, float factor, float offset)
    {
        foreach (ref var value in picture.Pixels)
            value = (byte)Math.Clamp(value * factor + offset, 0, 255);
    }
}
