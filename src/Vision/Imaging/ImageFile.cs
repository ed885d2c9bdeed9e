using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Vision.Imaging;

/// <summary>Reads and writes picture files. The result is always upright 8-bit BGR.</summary>
/// <remarks>
/// Read are JPEG (also CMYK), PNG (also 16 bits, grey, palette) and WebP; the format is determined by the content, not by
/// the name. An alpha channel is dropped. EXIF orientation is applied once.
/// </remarks>
public static unsafe class ImageFile
{
    // Cameras and editors make up to about a dozen; each takes as long as the whole picture.
    private const int MostScans = 32;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="limits">How large it may be; <see cref="ImageLimits.Default"/> when null.</param>
    /// <exception cref="ImageException">It is missing, no picture, too large, cut off or damaged; one line says which.</exception>
    public static Image Load(string path, ImageLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = FileBytes.Read(path, (limits ?? ImageLimits.Default).MaxBytes);
        return Decode(file.Span, limits, path);
    }

    /// <summary>Reads a file that is in memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="limits">How large it may be; <see cref="ImageLimits.Default"/> when null.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="ImageException">It is no picture, too large, cut off or damaged; one line says which.</exception>
    public static Image Decode(ReadOnlySpan<byte> data, ImageLimits? limits = null, string name = "The picture")
    {
        var header = Check(data, limits ?? ImageLimits.Default, name);
        var stored = Image.Create((int)header.Width, (int)header.Height);
        try
        {
            if (!header.Complete)
                OpenEndedJpeg.Decode(data, stored, name);
            else
                DecodeInto(header.Format is ImageFormat.Png ? PngChunks.Essential(data) : data, stored, name);
            if (header.Orientation == 1)
                return stored;
            var upright = header.Orientation < 5 ? Image.Create(stored.Width, stored.Height) : Image.Create(stored.Height, stored.Width);
            ImageOps.Orient(stored, upright, header.Orientation);
            stored.Dispose();
            return upright;
        }
        catch
        {
            stored.Dispose();
            throw;
        }
    }

    /// <summary>Decodes a whole file.</summary>
    /// <exception cref="ImageException">Its pixels cannot be decoded.</exception>
    internal static void DecodeInto(ReadOnlySpan<byte> data, Image stored, string name)
    {
        fixed (byte* bytes = data)
            if (NativeMethods.Decode(bytes, data.Length, stored.Handle) != NativeMethods.Ok)
                throw new ImageException($"{name} is damaged: {NativeMethods.LastError}. Save or take the picture again.");
    }

    /// <summary>The bytes of a file with this picture.</summary>
    /// <param name="image">Grey or BGR.</param>
    /// <param name="format">The kind of file.</param>
    /// <param name="quality">1 to 100, for JPEG and WebP.</param>
    public static byte[] Encode(Image image, ImageFormat format, int quality = 92)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        NativeMethods.Check(NativeMethods.Encode(image.Handle, Extension(format), quality, out var handle, out var data, out var length));
        using (handle)
            return new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
    }

    /// <summary>Writes a file, of the kind that the name's ending says. The file appears whole or not at all.</summary>
    /// <exception cref="ImageException">The ending is unknown or the file cannot be written.</exception>
    public static void Save(Image image, string path, int quality = 92)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var data = Encode(image, FormatOf(path), quality);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(data);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw new ImageException($"{path} cannot be written: {e.Message}", e);
        }
    }

    private static ImageHeader Check(ReadOnlySpan<byte> data, ImageLimits limits, string name)
    {
        if (data.IsEmpty)
            throw new ImageException($"{name} is empty (0 bytes). Save or take the picture again.");
        if (data.Length > limits.MaxBytes)
            throw new ImageException($"{name} has {data.Length:N0} bytes; at most {limits.MaxBytes:N0} are read. Make it smaller.");
        if (ImageHeader.Read(data) is not { } header)
            throw new ImageException($"{name} is not a picture: it is neither JPEG, PNG nor WebP, whatever its name says.");
        var kind = Kind(header.Format);
        if (header.Width * header.Height > limits.MaxPixels || Math.Max(header.Width, header.Height) > Image.MaxSide)
            throw new ImageException(
                $"{name} has {header.Width:N0}×{header.Height:N0} pixels; at most {limits.MaxPixels:N0} in all and {Image.MaxSide:N0} a side are read. Make it smaller.");
        if (header.Animated)
            throw new ImageException($"{name} is an animated {kind}; give a still picture.");
        // A JPEG without its end marker may be whole: decoding tells.
        if (!header.Complete && header is not { Format: ImageFormat.Jpeg, Scans: > 0 })
            throw CutOff(name, kind, data.Length);
        if (header.Scans > MostScans)
            throw new ImageException($"{name} goes over its picture {header.Scans:N0} times; at most {MostScans} are read. Save it again.");
        if (header.Width == 0 || header.Height == 0)
            throw new ImageException($"{name} is damaged: the {kind} file gives no size. Save or take the picture again.");
        return header;
    }

    /// <summary>The fault of a file that ends before its picture does.</summary>
    internal static ImageException CutOff(string name, string kind, long length) =>
        new($"{name} is cut off: the {kind} file ends after {length:N0} bytes, before its picture does. Copy it again.");

    private static ImageFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JPG" or ".JPEG" => ImageFormat.Jpeg,
        ".PNG" => ImageFormat.Png,
        ".WEBP" => ImageFormat.WebP,
        _ => throw new ImageException($"{path}: the name must end in .png, .jpg or .webp."),
    };

    private static string Extension(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Png => ".png",
        ImageFormat.WebP => ".webp",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private static string Kind(ImageFormat format) => Extension(format)[1..].ToUpperInvariant();
}
