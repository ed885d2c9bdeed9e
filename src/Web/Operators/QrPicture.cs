using System.Text;
using QRCoder;

namespace AccessKiosk.Web.Operators;

/// <summary>A QR code as the path of an SVG, one unit a module, with the quiet zone of four that readers need.</summary>
internal static class QrPicture
{
    /// <summary>The path and the side length.</summary>
    public static (string Path, int Side) Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        var modules = data.ModuleMatrix;
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules[y].Length; x++)
            {
                if (modules[y][x])
                    path.Append($"M{x} {y}h1v1h-1z");
            }
        }

        return (path.ToString(), modules.Count);
    }
}
