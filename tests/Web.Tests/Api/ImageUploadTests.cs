using System.IO.Pipelines;
using System.Net.Http.Headers;
using AccessKiosk.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace AccessKiosk.Web.Tests.Api;

public sealed class ImageUploadTests
{
    [Fact]
    public async Task The_picture_of_a_form_is_never_laid_down_in_a_file()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var portrait = await File.ReadAllBytesAsync(Recordings.Portrait, cancellationToken);
        // The framework keeps less than 64 KiB in memory anyway; zeros after a picture are let through.
        Array.Resize(ref portrait, Math.Max(portrait.Length, 200 << 10));
        using var file = new ByteArrayContent(portrait) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var form = new MultipartFormDataContent { { file, "file", "portrait.jpg" } };
        var response = new Response();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Request.ContentType = form.Headers.ContentType!.ToString();
        // As from the network: what can be read twice is not buffered.
        context.Request.Body = PipeReader.Create(await form.ReadAsStreamAsync(cancellationToken)).AsStream();

        using var picture = ImageUpload.Decode(await ImageUpload.ReadAsync(context.Request, cancellationToken));

        var buffer = Assert.Single(response.Held.OfType<FileBufferingReadStream>());
        Assert.Equal(portrait.Length, buffer.Length);
        Assert.True(buffer.InMemory);
        Assert.Null(buffer.TempFileName);
        buffer.Dispose();
    }

    // What the framework holds until the answer is sent: the buffers of the form are among it.
    private sealed class Response : HttpResponseFeature
    {
        public List<object> Held { get; } = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => Held.Add(state);
    }
}
