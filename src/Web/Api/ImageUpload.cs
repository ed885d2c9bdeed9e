using System.Text.Json;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Web.Api;

/// <summary>
/// A picture as a request's body: raw, the one file of a form, or base64 in JSON. What it is, its bytes say, not its media
/// type; bytes after the picture's end (a phone's film) are not looked at. Evaluated, never stored.
/// </summary>
internal static class ImageUpload
{
    /// <summary>The largest file.</summary>
    public const int MostBytes = 10 << 20;

    // A picture in base64 takes a third more.
    private const int MostText = MostBytes / 3 * 4 + 4096;

    private const string Field = "picture";

    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    private static readonly ImageLimits Limits = ImageLimits.Default with { MaxBytes = MostBytes };

    /// <summary>Decodes a file that was read.</summary>
    /// <returns>A picture that the caller owns.</returns>
    /// <exception cref="ImageException">It is no picture, too large, cut off or damaged.</exception>
    public static Image Decode(byte[] data) => ImageFile.Decode(data, Limits);

    /// <summary>Reads the file, as it is.</summary>
    /// <exception cref="ApiException">The form or the JSON holds no picture, or it is too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var data = request.HasFormContentType && !IsUrlEncoded(request)
            ? await FileAsync(request, cancellationToken)
            : await BytesAsync(request.Body, cancellationToken);
        // No picture begins like an object, whatever the media type says.
        var json = data.AsMemory(data.AsSpan().StartsWith(Mark) ? Mark.Length : 0);
        var picture = json.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? OfJson(json) : data;
        return picture.Length <= MostBytes ? picture : throw TooLarge();
    }

    /// <summary>Reads a form with a picture, all of it into memory: what does not fit is laid down in a temporary file, where a face has no business.</summary>
    /// <exception cref="ApiException">It is no form, cannot be read, or is too large.</exception>
    public static async Task<IFormCollection> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFormAsync(new Microsoft.AspNetCore.Http.Features.FormOptions { MultipartBodyLengthLimit = MostText, MemoryBufferThreshold = MostText, ValueLengthLimit = MostText, ValueCountLimit = 16 }, cancellationToken);
        }
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"The form cannot be read, or is larger than {MostBytes >> 20} MiB.");
        }
    }

    private static async Task<byte[]> FileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await ReadFormAsync(request, cancellationToken);
        if (form is { Files.Count: 0 } && form[Field] is [{ } text])
            return OfText(text) ?? throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"The form's field {Field} must be a file, or hold the picture in base64.");
        if (form.Files is not [var file])
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, "The form must hold exactly one file.");
        await using var stream = file.OpenReadStream();
        return await BytesAsync(stream, cancellationToken);
    }

    private static async Task<byte[]> BytesAsync(Stream body, CancellationToken cancellationToken) =>
        await BoundedRead.AllAsync(body, MostText, cancellationToken) ?? throw TooLarge();

    private static ApiException TooLarge() => new(StatusCodes.Status413PayloadTooLarge, $"The picture is larger than {MostBytes >> 20} MiB. Make it smaller.");

    // What curl --data-binary says of any file.
    private static bool IsUrlEncoded(HttpRequest request) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    // {"picture": "…"}: base64, or a data URI of it.
    private static byte[] OfJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var property in json.RootElement.EnumerateObject())
                if (property.Name.Equals(Field, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind is JsonValueKind.String && OfText(property.Value.GetString()!) is { } picture)
                    return picture;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Said below.
        }

        throw new ApiException(StatusCodes.Status422UnprocessableEntity, "JSON must hold the picture in base64, or as a data URI: {\"picture\": \"…\"}.");
    }

    // Of either alphabet (RFC 4648), with or without its padding.
    private static byte[]? OfText(string text)
    {
        try
        {
            var digits = (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..] : text).TrimEnd().TrimEnd('=').Replace('-', '+').Replace('_', '/');
            var count = digits.Length - digits.AsSpan().Count('\n') - digits.AsSpan().Count('\r');
            return Convert.FromBase64String(digits + new string('=', (4 - count % 4) % 4));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
