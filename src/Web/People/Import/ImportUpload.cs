using System.Text;
using AccessKiosk.Enrollment;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AccessKiosk.Web.People.Import;

/// <summary>
/// Reads an upload straight into its folder: pictures of faces never lie in a shared temporary folder. The form's
/// fields come before its files.
/// </summary>
internal sealed class ImportUpload(HttpContext context, UploadFolder folder, IAntiforgery antiforgery)
{
    private const int LongestField = 4096;
    private const string Token = "__RequestVerificationToken";

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private bool _isTrusted;

    /// <summary>The archive, when one came.</summary>
    public FileInfo? Archive { get; private set; }

    /// <summary>A field's value.</summary>
    public string this[string field] => _fields.GetValueOrDefault(field, "");

    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">It is no form with pictures, or too large.</exception>
    /// <exception cref="AntiforgeryValidationException">It does not come from our own page.</exception>
    public async Task ReadAsync(long maxArchive, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { HasValue: true, Length: <= 100 } boundary)
            throw new InputException("Choose files first.");
        var reader = new MultipartReader(boundary.Value!, context.Request.Body);
        var files = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                continue;
            if (disposition.IsFileDisposition())
                files += await ReadFileAsync(Name(disposition), section.Body, maxArchive, cancellationToken) ? 1 : 0;
            else
                await ReadFieldAsync(disposition.Name.Value ?? "", section.Body, cancellationToken);
        }

        if (!_isTrusted)
            throw new AntiforgeryValidationException("The form's token is missing.");
        if (files == 0)
            throw new InputException("Choose a ZIP archive, or pictures.");
    }

    private async Task ReadFieldAsync(string name, Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestField];
        var length = await body.ReadAtLeastAsync(buffer, LongestField, throwOnEndOfStream: false, cancellationToken);
        if (length == LongestField)
            throw new InputException("A field of the form is too long.");
        var value = Encoding.UTF8.GetString(buffer, 0, length);
        _fields[name] = value;
        if (name != Token)
            return;
        // The framework looks for the token in a header before it would read the whole form into memory.
        context.Request.Headers["RequestVerificationToken"] = value;
        await antiforgery.ValidateRequestAsync(context);
        _isTrusted = true;
    }

    private async Task<bool> ReadFileAsync(string name, Stream body, long maxArchive, CancellationToken cancellationToken)
    {
        if (!_isTrusted)
            throw new AntiforgeryValidationException("The form's token is missing.");
        // A field for files that was left empty.
        if (name.Length == 0)
            return false;
        if (!Path.GetExtension(name).Equals(".zip", StringComparison.OrdinalIgnoreCase))
        {
            await folder.AddAsync(name, body, cancellationToken);
            return true;
        }

        if (Archive is not null)
            throw new InputException("Choose one ZIP archive at a time.");
        Archive = await folder.AddArchiveAsync(body, maxArchive, cancellationToken);
        return true;
    }

    private static string Name(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
        return name ?? "";
    }
}
