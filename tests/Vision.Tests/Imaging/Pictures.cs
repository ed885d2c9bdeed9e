using System.Runtime.CompilerServices;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Tests.Imaging;

/// <summary>Pictures that tests work on.</summary>
internal static class Pictures
{
    /// <summary>A group photo that a package ships.</summary>
    public static string Sample(int number) => Path.Combine(Root(), "artifacts/packages/@vladmandic/face-api/demo", $"sample{number}.jpg");

    /// <summary>A file beside the tests.</summary>
    public static string Committed(string name) => Path.Combine(Root(), "tests/Vision.Tests/Imaging/Samples", name);

    /// <summary>Four quarters: red, green above; blue, white below. No two orientations look the same.</summary>
    public static Image Quadrants(int width = 32, int height = 24)
    {
        var image = Image.Create(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                Bgr(Quarter(2 * x / width, 2 * y / height)).CopyTo(image.Row(y)[(3 * x)..]);
        return image;

        static char Quarter(int right, int below) => "RGBW"[right + 2 * below];
    }

    /// <summary>The letters of a picture's quarters: upper left, upper right, lower left, lower right; ? where none fits.</summary>
    public static string Corners(Image image)
    {
        int left = image.Width / 4, right = image.Width * 3 / 4, top = image.Height / 4, bottom = image.Height * 3 / 4;
        return string.Concat(Name(left, top), Name(right, top), Name(left, bottom), Name(right, bottom));

        char Name(int x, int y)
        {
            var p = image.Row(y).Slice(3 * x, 3).ToArray();
            foreach (var letter in "RGBW")
                if (Bgr(letter).Zip(p).All(pair => Math.Abs(pair.First - pair.Second) < 24))
                    return letter;
            return '?';
        }
    }

    public static Image Noise(int width, int height, int channels, int seed)
    {
        var image = Image.Create(width, height, channels);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    public static bool Same(Image a, Image b)
    {
        if (!a.HasShape(b.Width, b.Height, b.Channels))
            return false;
        for (var y = 0; y < a.Height; y++)
            if (!a.Row(y).SequenceEqual(b.Row(y)))
                return false;
        return true;
    }

    private static byte[] Bgr(char letter) => letter switch
    {
        'R' => [0, 0, 255],
        'G' => [0, 255, 0],
        'B' => [255, 0, 0],
        _ => [255, 255, 255],
    };

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));
}
