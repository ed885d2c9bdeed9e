using System.Buffers.Binary;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Vision.Tests.Imaging;

public sealed class BadImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(_folder.Path, "nobody.jpg");
        Refused(path, $"There is no file {path}");
    }

    [Fact]
    public async Task A_pipe_in_a_picture_s_place_is_refused_instead_of_waited_for()
    {
        var pipe = Path.Combine(_folder.Path, "1.jpg");
        using (var make = System.Diagnostics.Process.Start("mkfifo", pipe))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.Run(() => Refused(pipe, "is not a file"), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_folder_is_called_a_folder() => Refused(_folder.Path, "is a folder");

    [Fact]
    public void An_empty_file_is_called_empty() => Refused(_folder.File("a.jpg", []), "is empty (0 bytes)");

    [Fact]
    public void A_text_named_as_a_picture_is_no_picture() => Refused(_folder.File("a.jpg", "Dear Sir or Madam"u8), "is not a picture");

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    public void A_cut_off_file_is_refused_with_its_length(ImageFormat format)
    {
        using var photo = ImageFile.Load(Pictures.Sample(2));
        var whole = ImageFile.Encode(photo, format);
        foreach (var share in new[] { 0.3, 0.6, 0.99 })
        {
            var length = (int)(whole.Length * share);
            Refused(_folder.File("cut", whole.AsSpan(0, length)), "is cut off", $"{length:N0} bytes");
        }
        for (var length = 1; length < 200; length++) // Within the headers: any clear refusal will do.
            Assert.Throws<ImageException>(() => ImageFile.Decode(whole.AsSpan(0, length)));
    }

    [Fact]
    public void A_damaged_file_is_called_damaged()
    {
        using var noise = Pictures.Noise(64, 64, 3, seed: 1);
        var png = ImageFile.Encode(noise, ImageFormat.Png);
        png[png.Length / 2] ^= 0x55; // Breaks the check sum of the pixels.
        Refused(_folder.File("a.png", png), "is damaged");
    }

    [Fact]
    public void A_bomb_is_refused_by_its_header_before_anything_is_decoded()
    {
        // The pixels are those of a tiny picture: a reader that went on to them would find the file cut off or damaged.
        var png = PngFile.Write(1, 1, 8, PngFile.Rgb, [0, 0, 0]);
        var header = PngFile.Header(20_000, 20_000);
        Refused(_folder.File("bomb.png", [.. header, .. png[header.Length..]]), "20,000×20,000 pixels");
        using var small = Pictures.Quadrants();
        var jpeg = ImageFile.Encode(small, ImageFormat.Jpeg);
        var frame = jpeg.AsSpan().IndexOf(stackalloc byte[] { 0xFF, 0xC0 });
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 20_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 20_000);
        Refused(_folder.File("bomb.jpg", jpeg), "20,000×20,000 pixels");
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    public void The_size_that_the_decoder_takes_is_judged_whatever_the_file_says_later(ImageFormat format)
    {
        byte[] small = [0, 7, 0, 7];
        byte[] bomb;
        if (format is ImageFormat.Png)
        {
            var header = PngFile.Header(16_000, 16_000);
            var end = PngFile.Write(1, 1, 8, PngFile.Rgb, [0, 0, 0])[header.Length..];
            bomb = [.. header, .. end[..^12], .. PngFile.Header(1, 1)[8..], .. end[^12..]];
        }
        else
        {
            using var picture = Pictures.Quadrants();
            bomb = ImageFile.Encode(picture, format);
            if (format is ImageFormat.Jpeg)
            {
                var frame = bomb.AsSpan().IndexOf(stackalloc byte[] { 0xFF, 0xC0 });
                BinaryPrimitives.WriteUInt16BigEndian(bomb.AsSpan(frame + 5), 16_000);
                BinaryPrimitives.WriteUInt16BigEndian(bomb.AsSpan(frame + 7), 16_000);
                bomb = [.. bomb[..^2], 0xFF, 0xC0, 0, 11, 8, .. small, 1, 1, 0x11, 0, .. bomb[^2..]];
            }
            else
            {
                // A lossless picture of 16,000×16,000, and behind it the chunk that others begin with: 8×8.
                bomb = [.. "RIFF\0\0\0\0WEBPVP8L"u8, 10, 0, 0, 0, 0x2F, 0x7F, 0xFE, 0x9F, 0x0F, 0, 0, 0, 0, 0, .. "VP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 7, 0, 0];
                BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(4), bomb.Length - 8);
            }
        }

        Refused(_folder.File("bomb", bomb), "16,000×16,000 pixels");
    }

    [Fact]
    public void A_WebP_whose_first_chunk_is_no_picture_gives_no_size()
    {
        // The decoder takes what stands there for a lossless picture; what follows says another size.
        byte[] bomb = [.. "RIFF\0\0\0\0WEBP"u8, 0x2F, 0x7F, 0xFE, 0x9F, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "VP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 7, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(4), bomb.Length - 8);
        Refused(_folder.File("bomb.webp", bomb), "gives no size");
    }

    [Fact]
    public void A_side_that_cannot_be_worked_on_is_refused() =>
        Refused(_folder.File("long.png", PngFile.Header(1_000_000, 4)), "1,000,000×4 pixels");

    [Fact]
    public void A_file_larger_than_allowed_is_refused_unread()
    {
        var path = _folder.File("a.png", new byte[1000]);
        var error = Assert.Throws<ImageException>(() => ImageFile.Load(path, new ImageLimits(100, 999)));
        Assert.Contains("1,000 bytes; at most 999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_another_ending_is_not_written()
    {
        using var image = Pictures.Quadrants();
        var error = Assert.Throws<ImageException>(() => ImageFile.Save(image, Path.Combine(_folder.Path, "a.tiff")));
        Assert.Contains("must end in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        using var image = Pictures.Quadrants();
        var path = Path.Combine(_folder.Path, "nowhere/a.png");
        Assert.Contains(path, Assert.Throws<ImageException>(() => ImageFile.Save(image, path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    public void No_damage_does_worse_than_an_error(ImageFormat format)
    {
        using var image = Pictures.Noise(40, 30, 3, seed: 2);
        var whole = ImageFile.Encode(image, format);
        var random = new Random(3);
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var damaged = whole.ToArray();
            for (var hits = random.Next(1, 6); hits > 0; hits--)
                damaged[random.Next(hits < 3 ? damaged.Length : Math.Min(damaged.Length, 120))] = (byte)random.Next(256);
            try
            {
                ImageFile.Decode(damaged, new ImageLimits(1_000_000, 1_000_000)).Dispose();
            }
            catch (ImageException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
        }
        Assert.InRange(refused, 1, 400);
    }

    private static void Refused(string path, params string[] says)
    {
        var error = Assert.Throws<ImageException>(() => ImageFile.Load(path));
        Assert.All([path, .. says], text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
    }
}
