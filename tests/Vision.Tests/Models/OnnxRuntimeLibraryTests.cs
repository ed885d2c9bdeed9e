using System.Diagnostics;
using System.Text;
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
    [InlineData(nameof(Older))]
    [InlineData(nameof(NoVersion))]
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
    public async Task Older()
    {
        using var folder = new TemporaryFolder();
        var library = await CompileAsync(folder, "1.23.2");
        var fault = Refused(library);
        Assert.Equal($"The ONNX Runtime library {library} is version 1.23.2; version 1.24 or later is required.", fault);

        // Nothing is spoilt: the right one still loads.
        Assert.NotEmpty(OnnxRuntimeLibrary.Version(new()));
    }

    [Fact(Explicit = true)]
    public async Task NoVersion()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("is version nightly; version 1.24", Refused(await CompileAsync(folder, "nightly")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.24.0", true)]
    [InlineData("1.30.0", true)]
    [InlineData("1.24.0-rc1", true)]
    [InlineData("2.0.0", true)]
    [InlineData("1.23.2", false)]
    [InlineData("1.9.0", false)]
    [InlineData("0.30", false)]
    [InlineData("1", false)]
    [InlineData("", false)]
    public void Versions_from_1_24_on_are_supported(string version, bool supported) =>
        Assert.Equal(supported, OnnxRuntimeVersion.IsSupported(version));

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

    // A library with the real one's entry point, a version and a table of functions that ends at once.
    private static async Task<string> CompileAsync(TemporaryFolder folder, string version)
    {
        var library = Path.Combine(folder.Path, "libonnxruntime.so");
        var source = folder.File("onnxruntime.c", Encoding.UTF8.GetBytes($$"""
            static const void *get_api(unsigned version) { return 0; }
            static const char *get_version(void) { return "{{version}}"; }
            static const struct { const void *(*get_api)(unsigned); const char *(*get_version)(void); } base = { get_api, get_version };
            const void *OrtGetApiBase(void) { return &base; }
            """));
        using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", library, source]);
        await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, compiler.ExitCode);
        return library;
    }

    private static string Refused(string library) =>
        Assert.Throws<ModelException>(() => Open(library)).Message;

    private static ModelSession Open(string library) =>
        new ModelCatalogue(new() { Library = library }).Open(ModelId.MtcnnOutput);
}
