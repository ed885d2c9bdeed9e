using System.Text;

namespace AccessKiosk.Web.People.Import;

/// <summary>
/// Names in a ZIP archive without the flag for UTF-8: macOS writes UTF-8 all the same, Windows its old code page. Code page 850
/// has the letters of 437 at the same places, and more of them.
/// </summary>
internal sealed class ZipNames : Encoding
{
    /// <summary>The encoding.</summary>
    public static ZipNames Instance { get; } = new();

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(850)!;

    private ZipNames() { }

    public override int GetByteCount(char[] chars, int index, int count) => Strict.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => Strict.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => Of(bytes, index, count).GetCharCount(bytes, index, count);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Of(bytes, byteIndex, byteCount).GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    public override int GetMaxByteCount(int charCount) => Strict.GetMaxByteCount(charCount);

    public override int GetMaxCharCount(int byteCount) => Strict.GetMaxCharCount(byteCount);

    private static Encoding Of(byte[] bytes, int index, int count)
    {
        try
        {
            _ = Strict.GetCharCount(bytes, index, count);
            return Strict;
        }
        catch (DecoderFallbackException)
        {
            return Windows;
        }
    }
}
