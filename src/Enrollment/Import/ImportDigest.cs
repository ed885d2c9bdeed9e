using System.Security.Cryptography;
using System.Text;

namespace AccessKiosk.Enrollment.Import;

/// <summary>Says whether a person's pictures are still those that an operator has seen.</summary>
internal static class ImportDigest
{
    /// <summary>The digest of names and content.</summary>
    /// <exception cref="IOException">A picture is gone or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A picture may not be read.</exception>
    public static async Task<string> OfAsync(IEnumerable<FileInfo> pictures, CancellationToken cancellationToken)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var picture in pictures)
        {
            await using var content = picture.OpenRead();
            whole.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(picture.Name)));
            whole.AppendData(await SHA256.HashDataAsync(content, cancellationToken));
        }

        return Convert.ToHexString(whole.GetHashAndReset());
    }
}
