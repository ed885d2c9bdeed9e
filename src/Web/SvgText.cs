using AccessKiosk.Foundation;
using Microsoft.AspNetCore.Components;

namespace AccessKiosk.Web;

/// <summary>A line of text in a picture; Razor takes the element's name for its own.</summary>
internal static class SvgText
{
    /// <summary>The element.</summary>
    public static MarkupString At(int x, int y, string text, string kind = "", string anchor = "start") =>
        new(SvgWriter.TextElement(x, y, text, anchor, kind));
}
