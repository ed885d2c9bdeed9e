using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Tests.Imaging;

namespace AccessKiosk.Vision.Tests;

public sealed class FaceFinderTests : IDisposable
{
    // Middles of the faces that a person sees, marked by eye on the pictures.
    private static readonly (float X, float Y)[][] Marked =
    [
        [(497, 480), (930, 545), (1580, 320)],
        [(405, 285), (985, 350), (1540, 285)],
        [(688, 450), (1173, 340), (1595, 430)],
        [(355, 320), (745, 190), (1060, 290), (1345, 265)],
        [(465, 1010), (685, 535), (875, 220), (1200, 315), (1490, 520)],
        [(368, 630), (758, 470), (1270, 445), (1582, 405)],
    ];

    // The build's models; the finder itself looks for them from the program's own place.
    private readonly FaceFinder _finder = new(new ModelCatalogue(new() { Models = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "models") }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Every_face_that_a_person_sees_is_found_once_and_nothing_else(int sample)
    {
        using var image = ImageFile.Load(Pictures.Sample(sample));
        var faces = _finder.FindAll(image);
        Assert.Equal(Marked[sample - 1].Length, faces.Count);
        foreach (var (x, y) in Marked[sample - 1])
            Assert.Single(faces, f => Contains(f.Box, x, y));
    }

    public void Dispose() => _finder.Dispose();

    private static bool Contains(in Box box, float x, float y) => x >= box.X && x < box.Right && y >= box.Y && y < box.Bottom;
}
