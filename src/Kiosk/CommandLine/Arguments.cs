using System.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Options that several commands share.</summary>
internal static class Arguments
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    public static Argument<FileInfo[]> Images() =>
        new("IMAGE") { Description = "Picture files (JPEG, PNG, WebP).", Arity = ArgumentArity.OneOrMore };

    public static Option<InferenceProvider?> Provider() =>
        new("--provider") { Description = "Where models run: cpu, cuda or tensorrt. Overrides the configuration." };

    public static Option<string[]> Settings() =>
        new("--set") { Description = "Set a value; overrides file and environment. Can be repeated.", Arity = ArgumentArity.ZeroOrMore, HelpName = "SECTION:KEY=VALUE" };

    /// <summary>The configuration, with the provider that the command line names.</summary>
    /// <exception cref="Access.Configuration.ConfigurationException">Lists every fault.</exception>
    public static KioskOptions Options(ParseResult parsed, Option<string[]> settings, Option<InferenceProvider?> provider)
    {
        var options = KioskOptions.Load(parsed.GetValue(settings));
        options.Inference.Provider = parsed.GetValue(provider) ?? options.Inference.Provider;
        return options;
    }
}
