using System.Text;

namespace AccessKiosk.ModelImport.Tests;

/// <summary>
/// Whatever bytes come in, an import gives a model or an <see cref="ImportException"/>, nothing else.
/// </summary>
public sealed class DamagedInputTests
{
    [Theory]
    [InlineData("mtcnn-onet")]
    [InlineData("texture-liveness")]
    [InlineData("blazeface-front")]
    [InlineData("iris")]
    public void A_file_cut_off_anywhere_is_refused(string id)
    {
        var whole = Repository.Source(id);
        var random = new Random(1);
        var lengths = Enumerable.Range(0, 40).Select(_ => random.Next(whole.Length))
            .Concat(Enumerable.Range(0, 40).Select(_ => random.Next(Math.Min(whole.Length, 4096))));
        Assert.All(lengths, length => Assert.Throws<ImportException>(() => Convert(id, whole[..length])));
    }

    [Theory]
    [InlineData("mtcnn-rnet")]
    [InlineData("blazeface-front")]
    [InlineData("iris")]
    public void Changed_bytes_never_break_the_importer(string id)
    {
        var whole = Repository.Source(id);
        var random = new Random(2);
        for (var i = 0; i < 150; i++)
        {
            var damaged = whole.ToArray();
            for (var changes = random.Next(1, 12); changes > 0; changes--)
                damaged[random.Next(random.Next(2) == 0 ? damaged.Length : 4096)] = (byte)random.Next(256);
            try
            {
                _ = Convert(id, damaged);
            }
            catch (ImportException error)
            {
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    [Fact]
    public void A_cut_off_file_is_told_with_its_length()
    {
        var error = Assert.Throws<ImportException>(
            () => Convert("mtcnn-onet", Repository.Source("mtcnn-onet")[..5000]));
        Assert.Equal("the TensorFlow Lite file is cut off or damaged (5000 bytes)", error.Message);
        error = Assert.Throws<ImportException>(
            () => Convert("texture-liveness", Repository.Source("texture-liveness")[..5000]));
        Assert.Equal("the ONNX file is cut off or damaged (5000 bytes)", error.Message);
    }

    [Fact]
    public void Cut_off_weights_are_told_with_their_length()
    {
        var model = Repository.Manifest.Models["iris"];
        var error = Assert.Throws<ImportException>(
            () => ModelImporter.Convert(model, Repository.Source("iris"), _ => new byte[100]));
        Assert.Matches("^the weights are cut off: '.+' ends at byte [0-9]+ of 100$", error.Message);
    }

    [Fact]
    public void A_cut_off_archive_is_told_with_its_length()
    {
        const string Script = "x.loadPackage({\"files\": [{\"filename\": \"/a\", \"start\": 2, \"end\": 6}], \"remote_package_size\": 6});";
        Assert.Equal("cdef", Encoding.ASCII.GetString(PackedAssets.Extract("abcdef"u8.ToArray(), Script, "/a")));
        var error = Assert.Throws<ImportException>(() => PackedAssets.Extract("abc"u8.ToArray(), Script, "/a"));
        Assert.Equal("the archive is cut off: '/a' ends at byte 6 of 3", error.Message);
        Assert.Throws<ImportException>(() => PackedAssets.Extract("abc"u8.ToArray(), Script[..40], "/a"));
    }

    private static byte[] Convert(string id, byte[] source)
    {
        var model = Repository.Manifest.Models[id];
        return ModelImporter.Convert(model, source, name =>
            File.ReadAllBytes(Path.Combine(Repository.Packages, model.Source.Package, "models", name)));
    }
}
