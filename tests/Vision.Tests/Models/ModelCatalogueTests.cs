using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Tests.Models;

public sealed class ModelCatalogueTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("models-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_model_of_the_manifest_is_there_with_its_pinned_hash()
    {
        Assert.NotEmpty(ModelManifest.Default.Models);
        Assert.All(ModelManifest.Default.Models.Keys, id => Assert.NotEmpty(Catalogue.Default.ReadVerified(id)));
    }

    [Fact]
    public void A_model_with_one_changed_byte_is_refused_by_name()
    {
        var bytes = Catalogue.Default.ReadVerified(ModelId.MtcnnOutput);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Path.Combine(_folder.FullName, "mtcnn-onet.onnx"), bytes);
        var fault = Assert.Throws<ModelException>(() => Here().Open(ModelId.MtcnnOutput));
        Assert.Contains("mtcnn-onet.onnx", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_model_an_unknown_one_and_a_missing_folder_are_told_apart()
    {
        Assert.Contains("cannot be read", Assert.Throws<ModelException>(() => Here().Open(ModelId.FaceMesh)).Message, StringComparison.Ordinal);
        Assert.Contains("no model named", Assert.Throws<ModelException>(() => Here().Open("eigenface")).Message, StringComparison.Ordinal);
        Assert.Contains("No models at", Assert.Throws<ModelException>(() => new ModelCatalogue(new() { Models = "/no/such/folder" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InferenceProvider.Cuda)]
    [InlineData(InferenceProvider.TensorRt)]
    public void A_provider_that_cannot_load_is_an_error_that_says_why_and_never_the_processor_instead(InferenceProvider provider)
    {
        var options = new InferenceOptions { Provider = provider };
        Assert.SkipWhen(OnnxRuntimeLibrary.Providers(options).Any(p => p.StartsWith($"{provider}", StringComparison.OrdinalIgnoreCase)), "This ONNX Runtime has the provider.");
        var fault = Assert.Throws<ModelException>(() => new ModelCatalogue(options).Open(ModelId.MtcnnOutput));
        Assert.Contains($"Inference:Provider is {provider}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_input_gives_the_same_output_twice()
    {
        using var session = Catalogue.Default.Open(ModelId.Embedder);
        using var binding = session.Bind(1, 3, 112, 112);
        for (var i = 0; i < binding.Input.Length; i++)
            binding.Input[i] = MathF.Sin(i);
        binding.Run();
        var first = binding.Output(0).ToArray();
        binding.Run();
        Assert.Equal(first, binding.Output(0));
        Assert.Contains(first, value => value != 0);
    }

    private ModelCatalogue Here() => new(new() { Models = _folder.FullName });
}
