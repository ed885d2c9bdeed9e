using System.Diagnostics;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Tests.Imaging;

namespace AccessKiosk.Vision.Tests.Models;

/// <summary>The library is loaded once a process, so that each case runs in a process of its own.</summary>
public sealed class OnnxRuntimeLibraryTests
{
    [Theory]
    [InlineData(nameof(Missing))]
    [InlineData(nameof(Text))]
    [InlineData(nameof(AnotherLibrary))]
    [InlineData(nameof(Second))]
    public async Task A_library_that_cannot_be_used_is_an_error_that_names_it(string part)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "AccessKiosk.Vision.Tests"))
        {
            ArgumentList = { "-method", $"{typeof(OnnxRuntimeLibraryTests).FullName}.{part}", "-explicit", "only" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Total: 1,", output, StringComparison.Ordinal);
        Assert.True(process.ExitCode == 0, output);
    }

    [Fact(Explicit = true)]
    public void Missing()
    {
        var fault = Refused("/no/such/libonnxruntime.so");
        Assert.Contains("No ONNX Runtime library at /no/such/libonnxruntime.so. Set Inference:Library", fault, StringComparison.Ordinal);

        // Nothing is spoilt: the right one still loads.
        Assert.NotEmpty(OnnxRuntimeLibrary.Version(new()));
    }

    [Fact(Explicit = true)]
    public void Text()
    {
        using var folder = new TemporaryFolder();
        RefusedForGood(folder.File("libonnxruntime.so", "this is no library"u8));
    }

    [Fact(Explicit = true)]
    public void AnotherLibrary() => RefusedForGood(Path.Combine(AppContext.BaseDirectory, "libaccesskiosk_cv.so"));

    [Fact(Explicit = true)]
    public void Second()
    {
        Assert.NotEmpty(OnnxRuntimeLibrary.Version(new()));
        Assert.Contains("already loaded from", Refused("/opt/other/libonnxruntime.so"), StringComparison.Ordinal);
    }

    private static void RefusedForGood(string library)
    {
        Assert.True(File.Exists(library));
        var fault = Refused(library);
        Assert.Contains($"The ONNX Runtime library {library} does not load", fault, StringComparison.Ordinal);
        Assert.Equal(fault, Refused(library));
    }

    private static string Refused(string library) =>
        Assert.Throws<ModelException>(() => Open(library)).Message;

    private static ModelSession Open(string library) =>
        new ModelCatalogue(new() { Library = library }).Open(ModelId.MtcnnOutput);
}
