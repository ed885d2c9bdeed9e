using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.Tests;

/// <summary>Models that come as ONNX against what they were before the rewrites.</summary>
public sealed class OriginalsTests
{
    [Theory]
    [InlineData("arcface-mobilefacenet")]
    [InlineData("texture-liveness")]
    public void A_rewritten_model_answers_what_the_original_answers(string id)
    {
        var size = id == "arcface-mobilefacenet" ? 112 : 128;
        var input = Runtime.Noise(3 * size * size);
        var model = Repository.Importer.Convert(id);

        var expected = Runtime.Run(Repository.Source(id), input, 1, 3, size, size).Values.Single();
        var actual = Runtime.Run(model, input, 1, 3, size, size).Values.Single();

        Assert.True(Runtime.Error(expected, actual) <= 1e-5, $"{Runtime.Error(expected, actual):E2}");
        Assert.DoesNotContain(OnnxReader.Read(model).Nodes, n => n.Op == "PRelu");
    }

    [Theory]
    [InlineData("blazeface-front", 128)]
    [InlineData("blazeface-back", 256)]
    public void A_detector_takes_planes_and_answers_what_the_original_answers_to_pixels(string id, int size)
    {
        var pixels = Runtime.Noise(3 * size * size);
        var planes = new float[pixels.Length];
        for (var i = 0; i < pixels.Length; i++) planes[(i % 3 * size * size) + (i / 3)] = pixels[i];
        var outputs = Repository.Manifest.Models[id].Outputs;

        var expected = Runtime.Run(Repository.Source(id), pixels, 1, size, size, 3);
        var actual = Runtime.Run(Repository.Importer.Convert(id), planes, 1, 3, size, size);

        Assert.All(outputs, o => Assert.True(Runtime.Error(expected[o.Source], actual[o.Name]) <= 1e-5));
    }

    [Theory]
    [InlineData("arcface-mobilefacenet")]
    [InlineData("texture-liveness")]
    [InlineData("blazeface-front")]
    [InlineData("face-mesh")]
    [InlineData("iris")]
    public void Every_depthwise_convolution_has_whole_vectors_of_channels(string id)
    {
        var graph = OnnxReader.Read(Repository.Importer.Convert(id));
        var depthwise = graph.Nodes.Where(n => n.Op == "Conv" && n.Group > 1).ToList();
        Assert.NotEmpty(depthwise);
        Assert.All(depthwise, n => Assert.Equal(0, n.Group % 16));
    }
}
