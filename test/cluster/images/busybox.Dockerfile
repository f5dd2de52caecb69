# The smallest image with a shell. As `pause` it holds a pod's network namespace.
FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "/bin"]
CMD ["/bin/busybox", "sleep", "infinity"]
