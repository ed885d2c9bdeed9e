using System.Net;
using Microsoft.AspNetCore.Components;

namespace AccessKiosk.Web;

/// <summary>A line of text in a picture; Razor takes the element's name for its own.</summary>
internal static class SvgText
{
    /// <summary>The element.</summary>
    public static MarkupString At(int x, int y, string text, string kind = "", string anchor = "start") =>
        new($"<text x=\"{x}\" y=\"{y}\" class=\"{kind}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");
}
