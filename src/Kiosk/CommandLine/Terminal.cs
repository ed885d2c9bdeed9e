using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Where commands write: results to standard output, progress and messages to the error stream.</summary>
internal static class Terminal
{
    // A pipe's reader wraps for itself, or wants a line to stay one; a table is laid out for a page.
    private const int PipeWidth = 4096;
    private const int PageWidth = 120;

    /// <summary>Standard output: results only.</summary>
    public static IAnsiConsole Results { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>The error stream: progress and messages.</summary>
    public static IAnsiConsole Messages { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Writes a line to the error stream as it is: a path in it can be copied, since nothing wraps it.</summary>
    public static void Say(string message) => Messages.Profile.Out.Writer.WriteLine(message);

    /// <summary>A text from elsewhere: it must not write on the terminal what it likes.</summary>
    public static string Plain(string text) => new([.. text.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format ? '?' : letter)]);

    /// <summary>Writes what went wrong and what to do, in one go.</summary>
    public static void SayError(string message)
    {
        Messages.Markup("[red]error:[/] ");
        Say(message);
    }

    private static IAnsiConsole Create(TextWriter writer, bool isPipe)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isPipe ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPipe ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPipe ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isPipe)
        {
            console.Profile.Width = PipeWidth;
            console.Pipeline.Attach(new Pages());
        }
        return console;
    }

    /// <summary>Lays tables out for a page.</summary>
    private sealed class Pages : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => renderable is Table or Grid ? new Page(renderable) : renderable);
    }

    private sealed class Page(IRenderable content) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => content.Measure(options, Math.Min(maxWidth, PageWidth));

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => content.Render(options, Math.Min(maxWidth, PageWidth));
    }
}
