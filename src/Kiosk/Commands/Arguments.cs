using System.CommandLine;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Commands;

/// <summary>Options that several commands share.</summary>
internal static class Arguments
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    public static Argument<FileInfo[]> Images() =>
        new("IMAGE") { Description = "Picture files (JPEG, PNG, WebP).", Arity = ArgumentArity.OneOrMore };

    public static Option<InferenceProvider> Provider() =>
        new("--provider") { Description = "Where models run: cpu, cuda or tensorrt.", DefaultValueFactory = _ => InferenceProvider.Cpu };

    public static Option<string[]> Settings() =>
        new("--set") { Description = "A setting, over the file's and the environment's; can be given several times.", Arity = ArgumentArity.ZeroOrMore, HelpName = "SECTION:KEY=VALUE" };

    /// <summary>The models as the options say.</summary>
    public static ModelCatalogue Models(InferenceProvider provider) => new(new() { Provider = provider });
}
