using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Web.Api;

/// <summary>A picture as a request's body: raw with its media type, or the one file of a form. Evaluated, never stored.</summary>
internal static class ImageUpload
{
    /// <summary>The largest file.</summary>
    public const int MostBytes = 10 << 20;

    private const int MostForm = MostBytes + 4096;

    private static readonly ImageLimits Limits = new(25_000_000, MostBytes);

    private static readonly Dictionary<string, byte[]> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image/jpeg"] = [0xFF, 0xD8, 0xFF],
        ["image/png"] = [0x89, (byte)'P', (byte)'N', (byte)'G'],
        ["image/webp"] = "RIFF"u8.ToArray(),
    };

    /// <summary>Reads and decodes it.</summary>
    /// <returns>A picture that the caller owns.</returns>
    /// <exception cref="ApiException">It is of another kind, or too large.</exception>
    /// <exception cref="ImageException">It is no picture, too large, cut off or damaged.</exception>
    public static async Task<Image> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (type, data) = request.HasFormContentType ? await FileAsync(request, cancellationToken) : (request.ContentType, await BytesAsync(request.Body, cancellationToken));
        var kind = type?.Split(';')[0].Trim() ?? "";
        if (!Kinds.TryGetValue(kind, out var signature))
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "Send the picture as image/jpeg, image/png or image/webp, or as the one file of a form.");
        if (data.Length > 0 && !data.AsSpan().StartsWith(signature))
            throw new ImageException($"The file is not what its media type says ({kind}).");
        if (!EndsWithItself(kind, data))
            throw new ImageException("The file holds more than a picture. Save it again as a plain picture.");
        return ImageFile.Decode(data, Limits);
    }

    private static async Task<(string? Type, byte[] Data)> FileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            // All of it in memory: what does not fit is laid down in a temporary file, where a face has no business.
            form = await request.ReadFormAsync(new Microsoft.AspNetCore.Http.Features.FormOptions { MultipartBodyLengthLimit = MostForm, MemoryBufferThreshold = MostForm, ValueCountLimit = 16 }, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"The form cannot be read, or is larger than {MostBytes >> 20} MiB.");
        }

        if (form.Files is not [var file])
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, "The form must hold exactly one file.");
        await using var stream = file.OpenReadStream();
        return (file.ContentType, await BytesAsync(stream, cancellationToken));
    }

    private static async Task<byte[]> BytesAsync(Stream body, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (memory.Length + read > MostBytes)
                throw new ApiException(StatusCodes.Status413PayloadTooLarge, $"The picture is larger than {MostBytes >> 20} MiB. Make it smaller.");
            memory.Write(buffer, 0, read);
        }

        return memory.ToArray();
    }

    // A picture with an archive or a page hung on is one file for us and another for somebody else.
    private static bool EndsWithItself(string kind, ReadOnlySpan<byte> data) => kind.ToLowerInvariant() switch
    {
        "image/jpeg" => data.TrimEnd((byte)0) is [.., 0xFF, 0xD9] || !data.Contains((byte)0xD9) || IsCutOff(data),
        "image/png" => data.LastIndexOf("IEND"u8) is var at && (at < 0 || data.Length == at + 8),
        _ => data.Length < 8 || System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) is var size && (data.Length <= size + 8L + (size & 1)),
    };

    // Without any end of picture it is cut off, and the decoder says so better.
    private static bool IsCutOff(ReadOnlySpan<byte> data) => data.LastIndexOf<byte>([0xFF, 0xD9]) < 0;
}
