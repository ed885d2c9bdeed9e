using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Tests.Models;

/// <summary>The models of this build, on the processor.</summary>
internal static class Catalogue
{
    public static ModelCatalogue Default { get; } = new(new());
}
