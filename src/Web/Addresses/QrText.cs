using QRCoder;

namespace AccessKiosk.Web.Addresses;

/// <summary>A QR code for a terminal, two rows of it in a line of text.</summary>
public static class QrText
{
    /// <summary>The lines, with the quiet zone that readers need.</summary>
    public static string Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new AsciiQRCode(data);
        return code.GetGraphicSmall();
    }
}
