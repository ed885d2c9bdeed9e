using System.Text;

namespace AccessKiosk.Web.People.Import.Archives;

/// <summary>
/// Names in a ZIP archive without the flag for UTF-8, byte for byte: what they are is known only once all have been read. A
/// byte beyond ASCII becomes a letter of Unicode's private use.
/// </summary>
internal sealed class ZipNames : Encoding
{
    /// <summary>The encoding.</summary>
    public static ZipNames Instance { get; } = new();

    private const int FirstMarked = 0x80, LastMarked = 0xFF;
    private const char Private = '\uF700';

    private ZipNames() { }

    /// <summary>Whether a letter stands for a byte that is not ASCII.</summary>
    public static bool IsMarked(char letter) => letter is >= (char)(Private + FirstMarked) and <= (char)(Private + LastMarked);

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (var i = 0; i < charCount; i++)
            bytes[byteIndex + i] = chars[charIndex + i] is var letter && IsMarked(letter) ? (byte)(letter - Private) : letter < FirstMarked ? (byte)letter : (byte)'?';
        return charCount;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
            chars[charIndex + i] = bytes[byteIndex + i] is var one and < FirstMarked ? (char)one : (char)(Private + bytes[byteIndex + i]);
        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
